#!/bin/sh
# What everyday programs keep open on purpose: all of it is in tools/fdwarden/default.supp.
# needs: bash dash flock patch script tac tar xz
has() { command -v "$1" >/dev/null; }
mkdir in out && echo one >in/a
cat >part.sh <<'END'
exec 9>lock
flock 9
{ echo set aside; } 2>/dev/null
echo from $(echo a subshell) | cat
exec 5<&0
exit 0
END
for shell in dash bash; do $shell part.sh; done
bash -c 'exec {number}<part.sh; echo a number of its own'

tar -cf a.tar -C in a && tar -xf a.tar -C out && cat out/a
xz -k a.tar && xz -dc a.tar.xz | cmp - a.tar
printf '1\n2\n' | tac
cp in/a copy && cp copy in && cp -t in copy && install copy out && ln -f copy out && ln -sf in/a in
mv copy out && cat out/copy
gzip -c in/a | gzip -dc && gzip -k in/a && gzip -dc in/a.gz
has pgrep && pgrep -x no.such.program
flock lock echo locked
script -qec 'echo recorded' /dev/null | tr -d '\r'
has dpkg-query && dpkg-query -W -f '${Package}\n' dpkg
has ed && echo q | ed -s in/a
has ruby && ruby -e 'puts 1'
has gpg && gpg --homedir . --no-permission-warning --quiet --batch --check-trustdb 2>/dev/null
printf '%s\n' '--- in/a' '+++ in/a' '@@ -1 +1 @@' '-one' '+two' | patch -s -p0
cat in/a
has ip && ip -o link show lo >/dev/null
if has git; then
	git -c init.defaultBranch=main init -q packed && cd packed && seq 1000 >numbers && git add .
	git -c user.name=a -c user.email=a@b commit -q -m numbers
	git gc -q && git bundle create -q ../bundle HEAD && cd ..
fi
