# libFuzzer: sourced by run.

# small INPUT [ARG...]: runs ./small on the input; leaves its status and $work/err
small() {
	local input=$1
	shift
	printf '%s' "$input" >input
	timeout 60 ./small "$@" input >err 2>&1 </dev/null
	status=$?
}

expect_bug() {
	local line
	line=$(line_of small.c "$2")
	[ "$status" != 0 ] || complain "$1: not found"
	grep -q "^fdwarden: .*${3:-}" err || complain "$1: no \"${3:-}\"" err
	grep -q "small.c:$line\b" err || complain "$1: line $line is not named" err
	grep -q '^DEDUP_TOKEN: ..*--' err || complain "$1: no DEDUP_TOKEN" err
	grep -q 'libFuzzer: deadly signal' err || complain "$1: libFuzzer does not know" err
}

expect_clean() {
	[ "$status" = 0 ] || complain "$1: status $status" err
	! grep -q '^fdwarden:' err || complain "$1: a finding" err
}

small_under_libfuzzer() {
	begin "libFuzzer: small target, -fsanitize=$1"
	# shellcheck disable=SC2086 # words
	make_target clang -g -O1 -fsanitize=$1 "$here/small.c" $linked -o small
	while read -r letter line words; do
		[ -n "$letter" ] || continue
		small "$letter"
		expect_bug "$letter" "$line" "$words"
	done <<<"$bugs"
	for letter in $harmless; do
		small "$letter" -runs=30
		expect_clean "$letter"
	done
	# An abort of the target's own is no leak of what it had open.
	small A
	[ "$status" = 77 ] || complain "A: status $status" err
	! grep -q '^fdwarden:' err || complain 'A: a finding' err
	end
}

blame_is_the_openers() {
	begin 'libFuzzer: the input that opened it is blamed and saved'
	mkdir -p blame corpus
	printf S >blame/opens
	printf F >blame/loses
	timeout 60 ./small -runs=200 -seed=1 -artifact_prefix=saved- corpus blame >err 2>&1
	grep -q "small.c:$(line_of small.c store)\b" err || complain 'not found' err
	[ "$(head -c 1 saved-crash-* 2>/dev/null)" = S ] || complain 'another input is saved' err
	rm -rf saved-* corpus
	end
}

counts_now_and_then() {
	begin 'libFuzzer: a leak of every third time'
	small N -runs=60
	expect_bug N third 'is still open'
	end
}

warm_up_is_an_option() {
	begin 'libFuzzer: fuzz_warmup'
	FDWARDEN_OPTIONS=fuzz_warmup=0 small K -runs=3
	expect_bug K keep 'is still open'
	# 40 leave nothing; the place is known by then.
	FDWARDEN_OPTIONS=fuzz_warmup=40 small K -runs=100
	expect_clean K
	end
}

libfuzzer_finds_and_minimises() {
	begin 'libFuzzer: finds, saves, minimises'
	# shellcheck disable=SC2086 # words
	make_target clang -g -O1 -fsanitize=fuzzer -DONLY="'L'" "$here/small.c" $linked -o leaks
	mkdir -p corpus
	timeout 60 ./leaks -seed=1 -runs=100000 -only_ascii=1 -artifact_prefix=saved- corpus >err 2>&1 &&
		complain 'nothing found' err
	set -- saved-crash-*
	[ -f "$1" ] || complain 'nothing saved' err
	printf 'L-and-much-that-does-not-matter' >long
	timeout 60 ./leaks -seed=1 -minimize_crash=1 -runs=2000 -exact_artifact_path=short long >err 2>&1
	[ -s short ] && [ "$(wc -c <short)" -lt 31 ] && [ "$(head -c 1 short)" = L ] ||
		complain 'not minimised' err
	rm -rf saved-* corpus
	end
}

# What libFuzzer opens for itself, whatever it is told to do, is none of ours.
libfuzzer_modes() {
	local mode
	begin 'libFuzzer: its own descriptors, in every mode'
	make_target clang -g -O1 -fsanitize=fuzzer -DONLY=-1 "$here/small.c" $linked -o quiet
	mkdir -p corpus other
	printf some >corpus/some
	printf thing >other/thing
	for mode in '-runs=300' '-merge=1' '-close_fd_mask=3 -runs=300' '-fork=1 -max_total_time=3' \
		'-jobs=2 -workers=1 -runs=200' '-create_missing_dirs=1 -features_dir=f -runs=100' \
		'-print_final_stats=1 -reload=1 -runs=300'; do
		# shellcheck disable=SC2086 # words
		timeout 60 ./quiet -seed=1 $mode corpus other >err 2>&1 </dev/null
		status=$?
		expect_clean "$mode"
		! cat fuzz-*.log 2>/dev/null | grep '^fdwarden:' || complain "$mode: a finding"
	done
	printf L >input
	timeout 60 ./small -fork=1 -runs=100 -seed=1 -artifact_prefix=saved- corpus blame >err 2>&1
	ls saved-crash-* >/dev/null 2>&1 || complain '-fork=1: nothing saved' err
	printf L >input
	timeout 60 ./small -close_fd_mask=3 input >err 2>&1
	status=$?
	expect_bug '-close_fd_mask=3' leak 'is still open'
	rm -rf saved-* corpus other f fuzz-*.log
	end
}

cpp_under_libfuzzer() {
	local line
	begin 'libFuzzer: a target in C++'
	# shellcheck disable=SC2086 # words
	make_target clang++ -g -O1 -fsanitize=fuzzer "$here/small.cc" $linked -o small_cc
	line=$(line_of small.cc leak)
	printf L >input
	timeout 60 ./small_cc input >err 2>&1 && complain 'not found' err
	grep -q "small.cc:$line\b" err || complain "line $line is not named" err
	printf x >input
	timeout 60 ./small_cc -runs=20 input >err 2>&1 || complain 'a finding' err
	end
}

memory_is_looked_at_too() {
	begin 'libFuzzer: LeakSanitizer goes on looking for memory'
	# shellcheck disable=SC2086 # words
	make_target clang -g -O1 -fsanitize=fuzzer,address "$here/small.c" $linked -o small
	small M -detect_leaks=1
	grep -q 'LeakSanitizer: detected memory leaks' err || complain 'not found' err
	! grep -q '^fdwarden:' err || complain 'a finding' err
	end
}

tiff_under_libfuzzer() {
	local line
	begin 'libFuzzer: images, the planted leak'
	make_target "${CC:-cc}" "$here/seed.c" -ltiff -o seed
	mkdir -p seeds && ./seed seeds/small.tif || complain 'no seed'
	line=$(line_of tiff.c planted)
	# shellcheck disable=SC2086 # words
	make_target clang -g -O1 -DPLANT -fsanitize=fuzzer "$here/tiff.c" $linked -ltiff -o tiff
	mkdir -p corpus
	timeout 60 ./tiff -seed=1 -max_len=512 -artifact_prefix=saved- corpus seeds >err 2>&1 &&
		complain 'not found' err
	grep -q "tiff.c:$line\b" err || complain "line $line is not named" err
	timeout 60 ./tiff saved-crash-* >err 2>&1 && complain 'not saved' err
	rm -rf saved-* corpus
	end
	begin 'libFuzzer: images, nothing planted'
	# shellcheck disable=SC2086 # words
	make_target clang -g -O1 -fsanitize=fuzzer "$here/tiff.c" $linked -ltiff -o tiff
	mkdir -p corpus
	timeout 120 ./tiff -seed=1 -runs=30000 -max_len=512 corpus seeds >err 2>&1 ||
		complain "status $?" err
	! grep -q '^fdwarden:' err || complain 'a finding' err
	rm -rf corpus
	end
}
