#!/bin/sh
# A C and a C++ program compiled, linked, archived, run.
# needs: gcc
set -eu

cat >a.c <<'END'
#include <stdio.h>
int f(int);
int main(void) { printf("%d\n", f(6)); return 0; }
END
echo 'int f(int x) { return x * 7; }' >f.c
gcc -O1 -g a.c f.c -o a
./a
gcc -pipe -c f.c
ar rcs libf.a f.o
ar t libf.a
gcc a.c -L. -lf -o b
./b
gcc -shared -fPIC f.c -o libg.so
gcc a.c ./libg.so -o c
./c
nm -D libg.so | grep ' f$' | cut -c 18-
objdump -d f.o | grep -c ret
readelf -h a | grep -c Class
strip a
./a
size f.o | wc -l
gcc -E a.c | grep -c main
gcc broken.c 2>/dev/null || echo "status $?"
echo 'int main(void) { return x; }' >wrong.c
gcc wrong.c -o wrong 2>/dev/null || echo "status $?"
gcc -flto=2 -O2 a.c f.c -o d && ./d
if command -v g++ >/dev/null; then
	printf '#include <fstream>\n#include <iostream>\nint main() { std::ofstream("x") << "y"; std::ifstream in("x"); char c; in >> c; std::cout << c << std::endl; }' >e.cc
	g++ -O1 e.cc -o e
	./e
fi
if command -v clang >/dev/null; then
	clang -O1 a.c f.c -o h
	./h
fi
if command -v gdb >/dev/null; then
	gdb -q -batch -ex 'p 6*7' ./b 2>/dev/null | tail -n 1
fi
