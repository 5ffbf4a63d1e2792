# fdwarden: the build. GNU make, one file, no configure; "make help" explains.

VERSION := 0.1.0

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

# ---- options ---------------------------------------------------------------

## V=1            show the whole commands
## WERROR=1       warnings are errors (CI=true says so too)
WERROR ?= $(if $(filter true 1,$(CI)),1)
## SAN=LIST       -fsanitize=LIST for the command and the unit tests
SAN ?=
## COVERAGE=1     count executed lines of the command and the unit tests, in a table
COVERAGE ?=
## O=DIR          build there (default: build; build-san, build-cov with the two above)
O ?= build$(if $(SAN),-san)$(if $(COVERAGE),-cov)
## CC=clang       another compiler; CFLAGS, CPPFLAGS and LDFLAGS are honoured
CFLAGS ?= -O2 -g
## SUITES=LIST    what "make check" runs (default: everything in tests/)
SUITES ?=
## prefix=DIR     where to install; also bindir, libdir, includedir, datadir, mandir, DESTDIR
prefix ?= /usr/local
bindir ?= $(prefix)/bin
libdir ?= $(prefix)/lib
includedir ?= $(prefix)/include
datadir ?= $(prefix)/share
mandir ?= $(datadir)/man

OBJ := $(O)/obj

# ---- sources ---------------------------------------------------------------

LAYERS := $(strip $(file <src/LAYERS))
sources = $(wildcard $(foreach l,$(1),src/$(l)/*.c src/$(l)/*.S src/$(l)/*/*.c))

LIB_SRC := $(call sources,$(LAYERS))
# What works without a process to watch: shared with the command and driven by the unit tests.
CMD_LAYERS := base model policy report
CMD_SRC := $(wildcard tools/fdwarden/*.c) $(call sources,$(CMD_LAYERS))
# What fuzz targets are linked with: no part of the library, it stands on the public API.
FUZZ_SRC := $(wildcard tools/fuzz/*.c)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
UNIT_HELP_SRC := $(filter-out $(UNIT_SRC),$(wildcard tests/unit/*.c))
UNIT_LAYER_SRC := $(call sources,$(CMD_LAYERS) unwind)

# The same file may be compiled three times: for the shared library, for the
# archive, and plainly (command and unit tests).
objects = $(patsubst %,$(OBJ)/$(1)/%.o,$(basename $(filter %.c,$(2))) $(filter %.S,$(2)))
SO_OBJ := $(call objects,so,$(LIB_SRC))
AR_OBJ := $(call objects,ar,$(filter-out src/unwind/unwind_libunwind.c src/unwind/shield.c,$(LIB_SRC)))
# Of the archive, what is linked where the program calls it, and what it needs of the rest
# under another name: hooks.def, HOOK_APART.
AR_APART := $(OBJ)/ar/src/hooks/remote.o
APART_USES := fd_audit_now fd_exhausted fd_opened runtime_audits
apart_names = $(foreach n,$(APART_USES),--redefine-sym $(n)=__fdwarden_$(n))
FUZZ_OBJ := $(call objects,fuzz,$(FUZZ_SRC))
CMD_OBJ := $(call objects,plain,$(CMD_SRC))
UNIT_OBJ := $(call objects,plain,$(UNIT_HELP_SRC) $(UNIT_LAYER_SRC))
UNIT_MAIN_OBJ := $(call objects,plain,$(UNIT_SRC))
LAYOUT_OBJ := $(call objects,plain,tools/gdb/layout.c $(call sources,$(CMD_LAYERS)))
UNIT := $(patsubst tests/unit/%.c,$(O)/tests/unit/%,$(UNIT_SRC))
HEADERS := $(wildcard include/*.h include/*/*.h)
# Those that declare what the library has; include/fdwarden/ is code for test frameworks.
API_HEADERS := $(filter-out include/fdwarden/%,$(HEADERS))
MAN := $(wildcard tools/man/*.[1-8])

# ---- flags -----------------------------------------------------------------

WARN := -Wall -Wextra -Wshadow -Wundef -Wpointer-arith -Wwrite-strings \
	-Wstrict-prototypes -Wold-style-definition -Wmissing-prototypes \
	-Wformat=2 -Wimplicit-fallthrough $(if $(WERROR),-Werror)
# Is it another C library than glibc that CC compiles for?
OTHER_LIBC := $(if $(filter __GLIBC__,$(shell echo __GLIBC__ | \
	$(CC) -include features.h -E -P -x c - 2>/dev/null)),-DFDWARDEN_OTHER_LIBC)
BASE := -std=gnu11 $(WARN) -D_GNU_SOURCE -DFDWARDEN_VERSION='"$(VERSION)"' -Isrc -Iinclude \
	$(OTHER_LIBC)
COV := $(if $(COVERAGE),--coverage -fprofile-update=atomic)

# The library. No stack protector and no fortify: its code runs before libc has
# set the canary up (initfirst), in vfork children and between a program's own
# frames; and a fortified libc call in it would be a call into its own hooks.
# Initial-exec TLS, because a hook may be the first thing that a thread does and
# __tls_get_addr may call malloc. Frame pointers and unwind tables: stacks go through it.
# NULL stays checked: programs pass it where a prototype says nonnull, to see EFAULT.
# SAN and COVERAGE leave it alone: it starts before any sanitizer's runtime does, and
# gcov's files would be opened through its hooks. Its lower layers are in the unit tests.
LIB_FLAGS := -fPIC -fvisibility=hidden -ftls-model=initial-exec -fno-exceptions \
	-fasynchronous-unwind-tables -fno-omit-frame-pointer -fno-stack-protector \
	-fno-delete-null-pointer-checks \
	-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0 -DFDWARDEN_BUILDING
# Command and unit tests: the usual hardening (fortify wants optimisation, and hides from sanitizers).
FORTIFY := $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
PLAIN_FLAGS := -fPIE -fno-omit-frame-pointer -fstack-protector-strong \
	$(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all,$(FORTIFY))
CMD_FLAGS := -DFDWARDEN_LIBDIR='"$(libdir)"' -DFDWARDEN_DATADIR='"$(datadir)/fdwarden"' -Itools

# musl-gcc has musl's headers alone, and not the kernel's.
KERNEL := $(if $(findstring musl-gcc,$(CC)),$(OBJ)/kernel)
$(OBJ)/kernel:
	$(Q)mkdir -p $@
	$(Q)for d in linux asm-generic; do ln -sfn /usr/include/$$d $@/$$d; done
	$(Q)for d in /usr/include/asm /usr/include/*/asm; do \
		if [ -d $$d ]; then ln -sfn $$d $@/asm; fi; done

so_CC = $(CC) $(CPPFLAGS) $(CFLAGS) $(BASE) $(LIB_FLAGS) $(addprefix -isystem ,$(KERNEL))
ar_CC = $(CC) $(CPPFLAGS) $(CFLAGS) $(BASE) $(LIB_FLAGS) -fno-lto -DFDWARDEN_STATIC
fuzz_CC = $(CC) $(CPPFLAGS) $(CFLAGS) $(BASE) -fPIC -fno-lto -fno-omit-frame-pointer
plain_CC = $(CC) $(CPPFLAGS) $(CFLAGS) $(BASE) $(PLAIN_FLAGS) $(COV)
cmd_CC = $(plain_CC) $(CMD_FLAGS)

# initfirst: our constructor runs before the program's own libraries open anything.
# nodelete: hooks may not vanish under a program that dlopens and dlcloses us.
# libunwind is absent on purpose: as DT_NEEDED it would take over _Unwind_*; it is dlopened.
# nostartfiles: what the compiler would add at the end of a process is two pages more to copy
# for each child of a fork server; hooks/init.c has what is needed of it.
# noseparate-code, norelro and first.ld: a mapping for code and constants, one for data, and
# what such a child needs of them together. A mapping is 2 us of a fork, 3 if it was written
# to, and a page missed 5. max-page-size: at an address at which those are one window.
so_LINK = $(CC) $(CFLAGS) $(LDFLAGS) -shared -nostartfiles -Wl,-soname,libfdwarden.so \
	-Wl,-z,initfirst -Wl,-z,nodelete -Wl,-z,now -Wl,-z,norelro -Wl,-z,defs \
	-Wl,-z,noseparate-code -Wl,-z,max-page-size=65536 -Wl,-T,src/first.ld -Wl,--version-script=$(OBJ)/exports.map
# The archive is one object: all of it or nothing, and no name of it but the hooks' for
# a program's own to meet.
ar_LINK = $(CC) $(CFLAGS) -fno-lto -nostdlib -r
OBJCOPY ?= objcopy
plain_LINK = $(CC) $(CFLAGS) $(LDFLAGS) -pie -Wl,-z,relro -Wl,-z,now \
	$(if $(SAN),-fsanitize=$(SAN)) $(COV)
# libdw, libelf and jansson are loaded when they are needed: tools/fdwarden/lazy.h
CMD_LIBS := -liberty -ldl
UNIT_LIBS := -lcmocka

# The letters that make was called with: n for a dry run, s for silence.
letters := $(filter-out --%,$(firstword -$(MAKEFLAGS)))
dry_run := $(findstring n,$(letters))

# One line a file; with V=1 the command instead.
ifneq ($(V),1)
Q := @
say = $(if $(findstring s,$(letters)),,@printf '  %-5s %s\n' '$(1)' '$(2)')
endif

# ---- targets ---------------------------------------------------------------

PC := fdwarden.pc fdwarden-archive.pc fdwarden-fuzz.pc
PRODUCTS := $(addprefix $(O)/,fdwarden libfdwarden.so libfdwarden.a libfdwarden-fuzz.a $(PC) \
	default.supp fdwarden-gdb.py)

.PHONY: all
all: $(PRODUCTS) ## the command, the library (shared and archive) and fdwarden.pc

.PHONY: lib
lib: $(O)/libfdwarden.so ## the shared library alone: make lib CC=musl-gcc O=build-musl

# Both libraries in one directory; tools/fdwarden/cmd_run.c says why it looks like this.
MUSL := $(O)/libfdwarden-musl
.PHONY: musl
musl: $(O)/libfdwarden.so ## the library for programs of musl-gcc besides, in libfdwarden-musl/
	$(Q)+$(MAKE) --no-print-directory lib CC=musl-gcc O=$(O)/musl
	$(Q)mkdir -p '$(MUSL)/$$LIB' $(MUSL)/lib && ln -sfn lib $(MUSL)/lib64
	$(Q)ln -sfn . "$(MUSL)/lib/$$(uname -m)-linux-gnu"
	$(Q)ln -sf ../../libfdwarden.so $(MUSL)/lib/libfdwarden.so
	$(Q)cp --remove-destination $(O)/musl/libfdwarden.so '$(MUSL)/$$LIB/libfdwarden.so'

.PHONY: objects
objects: $(SO_OBJ) $(AR_OBJ) $(FUZZ_OBJ) $(CMD_OBJ) $(UNIT_OBJ) $(UNIT_MAIN_OBJ) ## compile everything, link nothing

.PHONY: unit
unit: $(UNIT) ## the unit test programs, not run

.PHONY: deps
deps: ## install what the build and the tests need and is missing
	@CC='$(CC)' tools/maint/deps install build demo test

.PHONY: demo
demo: all ## see it find real bugs: runs tests/demo
	@tests/demo/run $(abspath $(O))

.PHONY: check
check: all unit ## run the tests; the last line is the result
	@CC='$(CC)' VERSION='$(VERSION)' tests/run $(abspath $(O)) $(SUITES)
	$(if $(COVERAGE),@tools/maint/coverage $(O))

.PHONY: bench
bench: all ## measure the overhead (tests/bench)
	@CC='$(CC)' tests/bench/run $(abspath $(O))

.PHONY: coverage-table
coverage-table: all ## what the ledger sees of what the kernel sees, for real programs (tests/diff)
	@tests/diff/run --all --table $(abspath $(O))

.PHONY: fuzz
fuzz: all ## fuzz the ledger reader for a minute (tests/fuzz)
	@tests/fuzz/run $(abspath $(O))

.PHONY: format
format: ## lay the sources out as .clang-format says
	$(Q)find src include tools tests -name '*.[ch]' -exec clang-format -i {} +

.PHONY: clean
clean: ## remove what was built
	$(Q)rm -rf $(PRODUCTS) $(OBJ) $(O)/tests $(O)/check $(O)/musl $(MUSL)
	$(Q)if [ -d $(O) ]; then rmdir --ignore-fail-on-non-empty $(O); fi

.PHONY: help
help: ## this text
	@echo 'Targets:'
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  %-14s %s\n", $$1, $$2 }'
	@echo 'Options:'
	@sed -n 's/^## /  /p' Makefile

.PHONY: FORCE
FORCE:

# ---- what the build stands on ----------------------------------------------

# The libraries that the build needs, looked for before anything is compiled.
# Plain make names what is missing; the goals that promise to run on a new
# machine install it.
AUTO_DEPS := $(patsubst check,demo test,$(filter check demo bench fuzz,$(MAKECMDGOALS)))
DEPS := $(OBJ)/deps.ok
$(DEPS): tools/maint/deps $(if $(AUTO_DEPS),FORCE)
	@mkdir -p $(@D)
	@CC='$(CC)' tools/maint/deps $(if $(AUTO_DEPS),install,need) \
		$(if $(filter lib,$(MAKECMDGOALS)),lib,build) $(AUTO_DEPS)
	@touch $@

# A flag that changes rebuilds what was built with it: $(OBJ)/NAME.flags holds
# the command line and is rewritten only when that differs. ($(file) works when
# a recipe is expanded, so it must keep still under make -n.)
define remember
ifneq ($$(file <$(OBJ)/$(1).flags),$$(strip $$($(2))))
$(OBJ)/$(1).flags: FORCE
endif
$(OBJ)/$(1).flags: | $(DEPS) $(KERNEL)
	$$(if $$(dry_run),,$$(file >$$@,$$(strip $$($(2)))))
endef
so_link_flags = $(so_LINK) $(SO_OBJ)
ar_link_flags = $(ar_LINK) $(OBJCOPY) $(AR) $(AR_OBJ) $(AR_APART) $(APART_USES)
fuzz_link_flags = $(AR) $(FUZZ_OBJ)
cmd_link_flags = $(plain_LINK) $(CMD_OBJ) $(CMD_LIBS)
unit_link_flags = $(plain_LINK) $(UNIT_OBJ) $(UNIT_LIBS)
pc_flags = $(VERSION) $(prefix) $(libdir) $(includedir) $(abspath $(O))
$(foreach n,so ar fuzz plain cmd,$(eval $(call remember,$(n),$(n)_CC)))
$(foreach n,so ar fuzz cmd unit,$(eval $(call remember,$(n)-link,$(n)_link_flags)))
$(eval $(call remember,pc,pc_flags))

# ---- compiling -------------------------------------------------------------

# $(1) objects' folder, $(2) flag set, $(3) sources
define compile
$(OBJ)/$(1)/$(3)%.o: $(3)%.c $(OBJ)/$(2).flags
	@mkdir -p $$(@D)
	$$(call say,CC,$$< [$(1)])
	$$(Q)$$($(2)_CC) -MMD -MP -c -o $$@ $$<
$(OBJ)/$(1)/$(3)%.S.o: $(3)%.S $(OBJ)/$(2).flags
	@mkdir -p $$(@D)
	$$(call say,AS,$$< [$(1)])
	$$(Q)$$($(2)_CC) -MMD -MP -c -o $$@ $$<
endef
$(eval $(call compile,so,so,src/))
$(eval $(call compile,ar,ar,src/))
$(eval $(call compile,fuzz,fuzz,tools/fuzz/))
$(eval $(call compile,plain,plain,src/))
$(eval $(call compile,plain,plain,tests/))
$(eval $(call compile,plain,cmd,tools/))

-include $(patsubst %.o,%.d,$(SO_OBJ) $(AR_OBJ) $(FUZZ_OBJ) $(CMD_OBJ) $(UNIT_OBJ) \
	$(UNIT_MAIN_OBJ) $(LAYOUT_OBJ))

# ---- linking ---------------------------------------------------------------

$(O)/libfdwarden.so: $(SO_OBJ) $(OBJ)/exports.map src/first.ld $(OBJ)/so-link.flags
	$(call say,LINK,$@)
	$(Q)$(so_LINK) -o $@ $(SO_OBJ) -ldl -lpthread

$(O)/libfdwarden.a: $(AR_OBJ) $(OBJ)/ar-link.flags
	$(call say,AR,$@)
	$(Q)$(ar_LINK) -o $(OBJ)/libfdwarden.o $(filter-out $(AR_APART),$(AR_OBJ))
	$(Q)$(ar_LINK) -o $(OBJ)/libfdwarden-apart.o $(AR_APART)
	$(Q)$(OBJCOPY) $(apart_names) $(OBJ)/libfdwarden.o
	$(Q)$(OBJCOPY) $(apart_names) $(OBJ)/libfdwarden-apart.o
	$(Q)$(OBJCOPY) --localize-hidden $(OBJ)/libfdwarden.o
	$(Q)$(OBJCOPY) $(patsubst %,--globalize-symbol=__fdwarden_%,$(APART_USES)) \
		$(OBJ)/libfdwarden.o
	$(Q)rm -f $@
	$(Q)$(AR) qcs $@ $(OBJ)/libfdwarden.o $(OBJ)/libfdwarden-apart.o

$(O)/libfdwarden-fuzz.a: $(FUZZ_OBJ) $(OBJ)/fuzz-link.flags
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) qcs $@ $(FUZZ_OBJ)

$(O)/fdwarden: $(CMD_OBJ) $(OBJ)/cmd-link.flags
	$(call say,LINK,$@)
	$(Q)$(plain_LINK) -o $@ $(CMD_OBJ) $(CMD_LIBS)

$(UNIT): $(O)/tests/unit/%: $(OBJ)/plain/tests/unit/%.o $(UNIT_OBJ) $(OBJ)/unit-link.flags
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(plain_LINK) -o $@ $< $(UNIT_OBJ) $(UNIT_LIBS)

$(O)/default.supp: tools/fdwarden/default.supp | $(DEPS)
	$(call say,COPY,$@)
	$(Q)cp $< $@

# gdb's script, with the ledger's layout in front of it.
$(OBJ)/layout: $(LAYOUT_OBJ) $(OBJ)/cmd.flags
	$(call say,LINK,$@)
	$(Q)$(plain_LINK) -o $@ $(LAYOUT_OBJ)

$(O)/fdwarden-gdb.py: $(OBJ)/layout tools/gdb/fdwarden.py
	$(call say,GEN,$@)
	$(Q){ $(OBJ)/layout && cat tools/gdb/fdwarden.py; } >$@

# ---- what is expanded from hooks.def and the public headers -----------------

# One symbol a line, sorted. A callback fdw_default_… is the program's to define.
# wrap.list is for the archive: without the rows of the shared library alone.
hooks.list_DEFINES := \#define HOOK(name, ...) @hook \#name
wrap.list_DEFINES := $(hooks.list_DEFINES)\n\#define HOOK_SHARED(name, ...)
$(OBJ)/hooks.list $(OBJ)/wrap.list: $(OBJ)/%.list: $(wildcard src/hooks/*.def) $(OBJ)/so.flags
	$(call say,GEN,$@)
	$(Q)printf '$($*.list_DEFINES)\n' | cat - src/hooks/hooks.def | \
		$(CC) $(CPPFLAGS) $(BASE) -E -P -x c - | \
		sed -n 's/^.*@hook "\([A-Za-z0-9_]*\)".*/\1/p' | LC_ALL=C sort -u >$@; test -s $@

$(OBJ)/api.list: $(API_HEADERS) $(OBJ)/so.flags Makefile
	$(call say,GEN,$@)
	$(Q)printf '#include "%s"\n' $(patsubst include/%,%,$(API_HEADERS)) | \
		$(CC) $(CPPFLAGS) $(BASE) -DFDWARDEN_BUILDING -E -P -x c - | \
		grep -oE '\<(fdw|android_fdsan)_[a-z0-9_]+ *\(' | tr -d ' (' | \
		grep -v '^fdw_default_' | LC_ALL=C sort -u >$@; test -f $@

# What the runtimes of sanitizers ask for (hooks/sanitizer.c), and an archive in the same
# process, that it is not needed (hooks/init.c).
$(OBJ)/asked.list: $(OBJ)/so.flags
	$(Q)printf '%s\n' __asan_default_options fdwarden_shared >$@

# Of hooks.list what libc has. glibc has all, or will; another one is asked by a link.
$(OBJ)/there.list: $(OBJ)/hooks.list
	$(Q)if [ -z '$(OTHER_LIBC)' ]; then cp $< $@; else \
		sed 's/.*/extern char &; void *use_& = \&&;/' $< >$(OBJ)/there.c; \
		$(CC) -w -fno-builtin -fPIC -shared -Wl,-z,defs -o $(OBJ)/there.so \
			$(OBJ)/there.c 2>&1 | \
			sed -n "s/.*undefined reference to .\([A-Za-z0-9_]*\).*/\1/p" | \
			sort -u >$(OBJ)/lacks.list; \
		grep -vxF -f $(OBJ)/lacks.list $< >$@; fi

# No version name: a named version would not match the GLIBC_… that callers ask for.
$(OBJ)/exports.map: $(OBJ)/there.list $(OBJ)/api.list $(OBJ)/asked.list
	$(Q){ echo '{ global:'; sed 's/$$/;/' $^; echo 'local: *; };'; } >$@

# What a link with the archive needs: the program's calls lead to it, all of it is there,
# and a static program has the table that stacks are found by.
archive_link = $$(sed 's/^/-Wl,--wrap=/' $(OBJ)/wrap.list | tr '\n' ' ')
archive_link += -Wl,-u,fdwarden_linked -Wl,-u,_dl_find_object -Wl,--eh-frame-hdr
# fdwarden.pc is for the shared library, and with --static for a static program;
# fdwarden-archive.pc for the archive in any program. $(1) which, $(2) prefix, $(3) libdir,
# $(4) includedir, $(5) more for the shared library's Libs
define pc_file
{ printf '%s\n' 'prefix=$(2)' 'libdir=$(3)' 'includedir=$(4)' '' 'Name: $(1)' \
	'Description: finds descriptor bugs while the program runs' 'Version: $(VERSION)' \
	'Cflags: -I$${includedir}'; \
  case $(1) in \
  fdwarden) echo 'Libs: -L$${libdir}$(5) -lfdwarden'; \
	echo "Libs.private: $(archive_link) -ldl -lpthread";; \
  fdwarden-fuzz) echo 'Libs: -L$${libdir}$(5) $(FUZZ_LIBS) -lfdwarden';; \
  *) echo "Libs: $(archive_link) -L\$${libdir} -l:libfdwarden.a -ldl -lpthread";; \
  esac; }
endef

# A fuzz target is called through us. AFL++'s driver asks for it weakly, which takes
# nothing out of an archive: hence -u.
FUZZ_LIBS = $(patsubst %,-Wl$(comma)--wrap=%,LLVMFuzzerTestOneInput __afl_persistent_loop) \
	-Wl$(comma)-u$(comma)__wrap_LLVMFuzzerTestOneInput -lfdwarden-fuzz

# For use in place: programs linked with this one find the library where it lies.
comma := ,
rpath := -Wl$(comma)-rpath$(comma)$(abspath $(O))
$(addprefix $(O)/,$(PC)): $(O)/%.pc: $(OBJ)/wrap.list $(OBJ)/pc.flags Makefile
	$(call say,GEN,$@)
	$(Q)$(call pc_file,$*,$${pcfiledir},$${prefix},$(CURDIR)/include, $(rpath)) >$@

# ---- installing ------------------------------------------------------------

$(addprefix $(OBJ)/,$(PC)): $(OBJ)/%.pc: $(OBJ)/wrap.list $(OBJ)/pc.flags Makefile
	$(Q)$(call pc_file,$*,$(prefix),$(libdir),$(includedir)) >$@

# $(1) mode, $(2) file, $(3) where to
put = $(Q)install -D -m $(1) $(2) '$(DESTDIR)$(3)'

# gdb looks there for scripts of the library in libdir, if it has the same prefix.
gdb_auto = $(datadir)/gdb/auto-load$(libdir)/libfdwarden.so-gdb.py

INSTALLED = $(bindir)/fdwarden $(libdir)/libfdwarden.so $(libdir)/libfdwarden.a \
	$(libdir)/libfdwarden-fuzz.a \
	$(PC:%=$(libdir)/pkgconfig/%) $(datadir)/fdwarden/default.supp \
	$(datadir)/fdwarden/fdwarden-gdb.py $(gdb_auto) \
	$(patsubst include/%,$(includedir)/%,$(HEADERS)) \
	$(foreach m,$(MAN),$(mandir)/man$(subst .,,$(suffix $(m)))/$(notdir $(m)))

.PHONY: install
install: all $(addprefix $(OBJ)/,$(PC)) ## install under prefix (DESTDIR is honoured)
	$(call put,755,$(O)/fdwarden,$(bindir)/fdwarden)
	$(call put,755,$(O)/libfdwarden.so,$(libdir)/libfdwarden.so)
	$(call put,644,$(O)/libfdwarden.a,$(libdir)/libfdwarden.a)
	$(call put,644,$(O)/libfdwarden-fuzz.a,$(libdir)/libfdwarden-fuzz.a)
	$(Q)if [ -d $(MUSL) ]; then cp -a $(MUSL) '$(DESTDIR)$(libdir)'; fi
	$(Q)set -e; for p in $(PC); do \
		install -D -m 644 $(OBJ)/$$p '$(DESTDIR)$(libdir)'/pkgconfig/$$p; done
	$(call put,644,tools/fdwarden/default.supp,$(datadir)/fdwarden/default.supp)
	$(call put,644,$(O)/fdwarden-gdb.py,$(datadir)/fdwarden/fdwarden-gdb.py)
	$(call put,644,$(O)/fdwarden-gdb.py,$(gdb_auto))
	$(Q)set -e; for h in $(HEADERS:include/%=%); do \
		install -D -m 644 include/$$h '$(DESTDIR)$(includedir)'/$$h; done
	$(Q)set -e; for m in $(MAN); do \
		install -D -m 644 $$m '$(DESTDIR)$(mandir)'/man$${m##*.}/$${m##*/}; done

.PHONY: uninstall
uninstall: ## remove what install put there
	$(Q)rm -f $(foreach f,$(INSTALLED),'$(DESTDIR)$(f)')
	$(Q)rm -rf '$(DESTDIR)$(libdir)/libfdwarden-musl'
	$(Q)for d in $(datadir)/fdwarden $(includedir)/android; do \
		rmdir '$(DESTDIR)'$$d 2>/dev/null || :; done
