#!/bin/sh
# The small tools: text, files, trees, compressors.
# needs: grep sed awk sort find xargs diff cp
set -eu

mkdir -p tree/a tree/b
for i in $(seq 1 200); do echo "line $i of a file" >tree/a/$i; done
cp -r tree/a tree/b/copy
cp -a tree tree2
diff -r tree tree2 && echo same
echo changed >tree2/a/7
diff -r tree tree2 || echo "status $?"
grep -rc line tree | wc -l
grep -r 'line 7 ' tree | sort
grep -q nothing tree/a/* || echo "status $?"
sed -i 's/line/LINE/' tree/a/*
cat tree/a/1 tree/a/2
sed -n '1p;w written' tree/a/3
awk '{ n++ } END { print n, FILENAME }' $(ls tree/a/* | sort)
awk 'BEGIN { while (("seq 5" | getline x) > 0) s += x; close("seq 5"); print s; print "out" > "awk.out";
	close("awk.out"); getline y < "awk.out"; print y | "cat"; close("cat") }'
seq 1 50000 | sort -R | sort -n -S 100k --parallel=2 -T . | cksum
seq 1 20000 >numbers
sort -r numbers -o numbers
head -n 2 numbers
split -l 1000 numbers part.
sort -m -n -r part.* | cksum
csplit -s numbers 5000 10000
wc -l xx* | tail -n 1
find tree -type f -name '*1*' | wc -l
find tree -type f -print0 | xargs -0 -P 2 -n 50 cat | wc -l
find tree2 -name '*9' -exec cat {} + | wc -l
find tree2 -name '*8' -exec cat {} \; | wc -l
find tree2 -name '*7' -execdir cat {} \; | wc -l
find tree2 -name '*6' -delete
seq 1 10 | xargs -I{} sh -c 'exit 0'
seq 1 3 | xargs -n 1 sh -c 'exit 255' 2>/dev/null || echo "status $?"
seq 1 5 | tee one two three | wc -l
cmp one two && comm -12 one two | paste -s -d+
join one two | uniq -c | cut -c 1-9 | tr -d ' ' | nl | fold -w 5 | tac | rev 2>/dev/null || true
dd if=/dev/zero of=zeros bs=1k count=100 2>/dev/null
od -c zeros | head -n 1
cksum zeros
md5sum one | cut -c 1-8
sha256sum one | cut -c 1-8
install -m 600 one installed
mv installed moved
ln -s moved linked
cat linked
rm -rf tree2
ls -R tree | wc -l
du -a tree | wc -l
stat -c %s moved
touch -d 2020-01-01 moved
date -u -r moved +%Y
head -c 5000 /dev/urandom >random
shuf -i 1-10 -n 10 --random-source=random | sort -n | tail -n 1
mktemp -d ./tmp.XXXX >/dev/null
timeout 5 true && echo in time
timeout 0.1 sleep 5 || echo "status $?"
nohup echo nohup 2>/dev/null
env -i /bin/echo environment
yes | head -n 3
seq 1 3 | cat - one | wc -l
tail -n 1 one two
{ sleep 0.2; echo late >>followed; } & timeout 2 sh -c 'tail -n 1 -f followed --pid='$! 2>/dev/null || true
wait
expr 6 \* 7
printf '%s\n' b a | sort -u
basename /x/y.c .c
realpath -m --relative-to=/a /a/b
id -u >/dev/null; uname >/dev/null; whoami >/dev/null; df . >/dev/null; who >/dev/null
for z in gzip bzip2 xz zstd; do
	command -v $z >/dev/null || continue
	$z -c numbers | $z -dc | cksum
	$z -k -f numbers && rm numbers.*
done
echo x >&- 2>/dev/null || echo "status $?"
cat one >/dev/full 2>/dev/null || echo "status $?"
cat nonexistent 2>/dev/null || echo "status $?"
(ulimit -n 20; sort -n -m part.* | cksum)
patch -s -o patched one <<'END'
--- one
+++ one
@@ -1,2 +1,2 @@
-1
+uno
 2
END
cat patched
echo '1+2' | bc 2>/dev/null || true
m4 2>/dev/null <<'END' || true
define(x, `expanded')x
END
END=1
ed -s one <<'EOT' 2>/dev/null || true
1s/1/eins/
w
q
EOT
command -v ed >/dev/null && cat one
cpio --version >/dev/null 2>&1 && find tree -name '7' | cpio -o --quiet | cpio -it --quiet
file one | cut -c 1-4
strings zeros | wc -l
exit 0
