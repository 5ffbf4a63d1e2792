# AFL++: sourced by run.

# target WAY LINKED FLAGS...: what it is made of, in `make` and `arguments`
make_small() {
	local way=$1 flags="-DONLY=${3:-76} $2"
	arguments=
	# shellcheck disable=SC2086 # words
	case $way in
	file)
		arguments=@@
		make_target afl-clang-fast -g -O1 "$here/small.c" "$here/small_file.c" $flags -o small_afl
		;;
	loop) make_target afl-clang-fast -g -O1 "$here/small.c" "$here/small_loop.c" $flags -o small_afl ;;
	driver) make_target afl-clang-fast -g -O1 -fsanitize=fuzzer "$here/small.c" $flags -o small_afl ;;
	esac
}

# fuzz PROGRAM SEEDS LIMIT...: afl-fuzz until it has a crash; what it found is in found/
fuzz() {
	local program=$1 seeds=$2
	shift 2
	rm -rf found
	# shellcheck disable=SC2086 # words
	AFL_BENCH_UNTIL_CRASH=1 timeout 90 afl-fuzz -s 1 "$@" -i "$seeds" -o found -- \
		"./$program" $arguments >err 2>&1 </dev/null
	crashes=$(sed -n 's/^saved_crashes *: *//p' found/default/fuzzer_stats 2>/dev/null)
	runs=$(sed -n 's/^execs_done *: *//p' found/default/fuzzer_stats 2>/dev/null)
	[ "${runs:-0}" -gt 100 ] || complain "it does not run: ${runs:-none}" err
}

# replay PROGRAM WAY: the first input that was saved, without AFL++
replay() {
	local saved
	for saved in found/default/crashes/id:*; do break; done
	case $2 in
	loop) timeout 60 "./$1" <"$saved" >err 2>&1 ;;
	*) timeout 60 "./$1" "$saved" >err 2>&1 ;;
	esac
}

small_under_aflpp() {
	local how=$1 way=$2 flags=$linked
	begin "AFL++: $way, $how"
	export AFL_PRELOAD=
	if [ "$how" = preloaded ]; then
		flags=$headers
		export AFL_PRELOAD=$library
	fi
	make_small "$way" "$flags"
	rm -rf seeds_small
	mkdir seeds_small
	printf x >seeds_small/x
	fuzz small_afl seeds_small -V 60
	[ "${crashes:-0}" -gt 0 ] || complain 'nothing saved' err
	unset AFL_PRELOAD
	end
}

# WAY LETTER WORDS: what this input does is no finding, and the fork server goes on.
harmless_under_aflpp() {
	begin "AFL++: $1, the target $3"
	make_small "$1" "$linked" "$(printf %d "'$2")"
	rm -rf seeds_small
	mkdir seeds_small
	printf %s "$2" >"seeds_small/$2"
	fuzz small_afl seeds_small -E 500 -V 60
	[ "${crashes:-1}" = 0 ] || complain "crashes: ${crashes:-none}" err
	end
}

tiff_under_aflpp() {
	local way=$1 line main=
	arguments=
	line=$(line_of tiff.c planted)
	case $way in
	file) main=$here/tiff_file.c arguments=@@ ;;
	loop) main=$here/tiff_loop.c ;;
	driver) main=-fsanitize=fuzzer ;;
	esac
	begin "AFL++: images, $way, the planted leak"
	# shellcheck disable=SC2086 # words
	make_target afl-clang-fast -g -O1 -DPLANT "$here/tiff.c" "$main" $linked -ltiff -o tiff_afl
	fuzz tiff_afl seeds -V 60
	[ "${crashes:-0}" -gt 0 ] || complain 'not found' err
	replay tiff_afl "$way" && complain 'what was saved does not show it' err
	grep -q "tiff.c:$line\b" err || complain "line $line is not named" err
	end
	begin "AFL++: images, $way, nothing planted"
	# shellcheck disable=SC2086 # words
	make_target afl-clang-fast -g -O1 "$here/tiff.c" "$main" $linked -ltiff -o tiff_afl
	fuzz tiff_afl seeds -E 3000 -V 60
	[ "${crashes:-1}" = 0 ] || complain "crashes: ${crashes:-none}" err
	end
}

# The tools that work on inputs see the same crash.
aflpp_tools() {
	begin 'AFL++: afl-cmin, afl-tmin, afl-showmap'
	make_small file "$linked"
	rm -rf all few
	mkdir all
	for letter in x K R E A; do printf %s-$letter $letter >all/$letter; done
	cp all/x all/same
	rm all/A
	timeout 60 afl-cmin -i all -o few -- ./small_afl @@ >err 2>&1 || complain 'afl-cmin' err
	[ -n "$(ls few 2>/dev/null)" ] && [ "$(ls few | wc -l)" -lt 5 ] || complain 'afl-cmin kept all' err
	printf L-and-more >all/L
	rm -rf few
	timeout 60 afl-cmin -C -i all -o few -- ./small_afl @@ >err 2>&1
	[ "$(cat few/* 2>/dev/null)" = L-and-more ] || complain 'afl-cmin -C: not the crash' err
	printf 'L-and-much-that-does-not-matter' >long
	timeout 60 afl-tmin -i long -o short -- ./small_afl @@ >err 2>&1 || complain 'afl-tmin' err
	[ "$(cat short)" = L ] || complain "afl-tmin: $(cat short)" err
	printf L >input
	timeout 60 afl-showmap -o map -- ./small_afl input >err 2>&1
	[ $? = 2 ] || complain 'afl-showmap: no crash' err
	end
}
