#!/bin/sh
# Thousands of small files in and out of archives.
# needs: tar gzip
set -eu
files=${REAL_FILES:-300}

mkdir -p src/a src/b/c
for d in a b b/c; do
	for i in $(seq 1 "$files"); do echo "$d $i" >src/$d/$i; done
done
ln -s a src/link
ln src/a/1 src/hard
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf plain.tar src
cksum plain.tar
tar tf plain.tar | wc -l
tar -czf packed.tgz src
tar -tzf packed.tgz | wc -l
mkdir out
tar -xzf packed.tgz -C out
diff -r src out/src && echo same
tar -df plain.tar && echo 'no difference'
tar -rf plain.tar --mtime=@0 --owner=0 --group=0 src/a/1
tar -cf - src | tar -xf - -C out
tar --exclude='*1*' -cf - src | tar tf - | wc -l
tar -xf plain.tar -O src/a/7
tar -cf incremental.tar --listed-incremental=snapshot src
echo new >src/new
tar -cvf incremental2.tar --listed-incremental=snapshot src | grep -v /$
tar -xf nonexistent.tar 2>/dev/null || echo "status $?"
head -c 10000 plain.tar >cut.tar
tar tf cut.tar >/dev/null 2>&1 || echo "status $?"
for z in bzip2 xz zstd; do
	command -v $z >/dev/null || continue
	tar -cf - src | $z -c | $z -dc | tar tf - | wc -l
done
