#!/bin/sh
# The shell that Debian's scripts run in: pipelines, here documents, redirections.
# needs: dash
set -u

cat >all.sh <<'END'
echo one | cat
seq 1 1000 | sort -rn | head -n 3
for i in 1 2 3 4 5; do echo "$i" | cat | cat | wc -c; done
cat <<HERE
a here document, $((6 * 7))
HERE
cat <<LONG | wc -l
$(seq 1 20000)
LONG
exec 3>three
echo 'to three' >&3
exec 3>&-
cat three
exec 4<three
read -r line <&4
echo "$line"
exec 4<&-
{ echo out; echo err >&2; } 2>&1 | sort
echo "$(echo "$(echo nested)")"
(cd / && pwd)
(exit 3) &
wait $! || echo "background $?"
cat <nonexistent 2>/dev/null || echo 'no such input'
: >/nonexistent/x || echo 'no such output'
trap 'echo trapped' EXIT
for i in 1 2 3 4 5 6 7 8 9 10; do . ./lib.sh; done
f() { echo "in a function"; } >f.out
f; cat f.out
eval 'echo evaluated | cat'
exit 5
END
echo ': $((count = count + 1))' >lib.sh
count=0 dash all.sh
echo "status $?"
dash -c 'echo "from -c" | cat'
dash <all.sh
echo "status $?"
echo 'echo from a pipe | cat' | dash
dash -c 'exec cat all.sh' | cksum
