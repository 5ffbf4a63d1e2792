#!/bin/bash
# Everything in bash that makes, moves or hands on a descriptor.
# status: 5
set -u

echo one | cat
seq 1 1000 | sort -rn | head -n 3
seq 1 100 | { while read -r n; do sum=$((${sum:-0} + n)); done; echo "sum $sum"; }
for i in 1 2 3 4 5; do echo "$i" | cat | cat | cat | wc -c; done
false | true
echo "status ${PIPESTATUS[*]}"
set -o pipefail
false | true
echo "pipefail $?"
echo lost |& cat

# here documents and strings
cat <<END
a here document, $((6 * 7))
$(seq 1 3)
END
cat <<<'a here string'
cat <<LONG | wc -l
$(seq 1 20000)
LONG

# process substitution, both ways
diff <(echo same) <(echo same) && echo 'no difference'
diff <(seq 1 5) <(seq 2 6)
seq 1 10 | tee >(cat >tee.out) >/dev/null
wait
while [ ! -s tee.out ]; do sleep 0.01; done
cat tee.out
mapfile -t lines < <(seq 1 5)
echo "${#lines[@]} lines"
while read -r line; do last=$line; done < <(seq 1 50)
echo "last $last"

# redirections
exec 3>three 4<&0 5>&1
echo 'to three' >&3
echo 'to five' >&5
exec 3>&- 4<&- 5>&-
cat three
{ echo out; echo err >&2; } 2>&1 | sort
{ echo swapped; } 3>&1 1>&2 2>&3 3>&- 2>&1 | cat
exec {named}>named.out
echo "named" >&"$named"
exec {named}>&-
cat named.out
echo closed 2>&- >&- || echo 'could not write'
exec 6<>both
echo both >&6
cat both
exec 6>&-
read -r line <three
echo "$line" >>three
wc -l <three
ls /nonexistent 2>/dev/null || echo "no such file"
cat <nonexistent 2>/dev/null || echo "no such input"
echo x >/nonexistent/x 2>/dev/null || echo "no such output"
f() { echo "in a function"; } >f.out
f
cat f.out

# subshells, command substitution, background, traps
(cd / && pwd)
echo "$(echo "$(echo nested)")"
echo "$(<three)"
x=$(exit 7) || echo "status $?"
(exit 3) &
wait $! || echo "background $?"
(trap 'echo trapped' EXIT; exit 0)
(echo a; (echo b; (echo c))) | cat

# a coprocess
coproc ADDER { while read -r a b; do echo $((a + b)); done; }
adder=$ADDER_PID
for i in 1 2 3; do
	echo "$i $i" >&"${ADDER[1]}"
	read -r answer <&"${ADDER[0]}"
	echo "coproc $answer"
done
to=${ADDER[1]}
exec {to}>&-
wait "$adder"

# builtins that open: source, read -u, printf, mapfile, /dev/tcp
echo 'echo "sourced $1"' >lib.sh
. ./lib.sh argument
for i in 1 2 3 4 5 6 7 8 9 10; do . ./lib.sh $i; done | tail -n 1
exec 7<three
read -r -u 7 line && echo "read -u $line"
exec 7<&-
(echo >/dev/tcp/127.0.0.1/1) 2>/dev/null || echo 'refused'
bash -c 'echo "bash -c $1" | cat' bash argument
bash -c 'exec cat' </dev/null
bash <<<'echo from stdin | cat; read -r x <<<y; echo $x'
echo 'echo "as a file $0"' >file.sh
bash file.sh
xargs -n 2 <<<'1 2 3 4'
time true 2>/dev/null
exit 5
