#!/bin/sh
# Two jobs at a time, sub-makes that share the jobserver's pipe.
# needs: make
set -eu

mkdir -p one two
cat >Makefile <<'END'
all: one two top.out included.mk
.PHONY: all one two
one two:
	+@$(MAKE) --no-print-directory -C $@ >$@.log
top.out: $(wildcard *.in)
	@cat $^ >$@
include included.mk
included.mk:
	@echo 'made := $(shell echo remade)' >$@
END
cat >part.mk <<'END'
OUT := $(patsubst %,%.out,1 2 3 4 5 6 7 8 9 10)
all: $(OUT) lib.a(member)
%.out: ; @echo $* | cat >$@
lib.a(member): member ; @touch lib.a; echo archived
member: ; @touch $@
.PHONY: all lib.a(member)
END
for d in one two; do echo 'include ../part.mk' >$d/Makefile; done
for i in 1 2 3; do echo in $i >$i.in; done
make -j2
cat top.out
sort one.log two.log
ls one two | wc -l
make -j2 -O
make -n | sort
make -q && echo 'up to date'
printf 'all: ; @echo one; exit 3\n' | make -f - 2>/dev/null || echo "status $?"
printf 'all: a b\na b: ; @false\n' | make -k -j2 -f - 2>/dev/null || echo "status $?"
printf 'V := $(shell seq 1 5 | wc -l)\n$(file >written,$(V))\nall: ; @cat written\n' | make -f -
make -j2 --jobserver-style=pipe 2>/dev/null || make -j2
make --version | head -n 1
