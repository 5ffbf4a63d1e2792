/*
 * The walker against its oracles over C++ that is compiled at run time, at every
 * level of optimisation, by g++ and clang++: frames that an exception goes
 * through, destructors that it runs, handlers, thunks, constructors, lambdas.
 */
#include "unwind_generate.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* At the bottom of every third way something is thrown. %d is a random number. */
static const char head[] =
	"#include <stdlib.h>\n#include <string.h>\n"
	"struct run { const unsigned char *path; void (*check)(); };\n"
	"typedef int fn(run *, int);\n"
	"extern fn *const table[];\n"
	"struct text { char *at; explicit text(const char *s) : at(strdup(s)) {}\n"
	"  text(const text &t) : at(strdup(t.at)) {} ~text() { free(at); } };\n"
	"struct thrown { int n; text what; };\n"
	"static int go(run *s, int d)\n"
	"{ if (d > 0) { s->path++; return table[s->path[-1]](s, d - 1); }\n"
	"  s->check(); if (s->path[0] % 3 == 0) throw thrown{ 1, text(\"thrown\") }; return 1; }\n"
	"struct guard { run *s; char pad[40]; explicit guard(run *s) : s(s), pad() {} ~guard() { s->check(); } };\n"
	"struct made { int r; text name; guard g;\n"
	"  made(run *s, int d) : r(0), name(\"made\"), g(s) { r = go(s, d); } };\n"
	"struct first { virtual ~first() {} virtual int go_on(run *, int) = 0; long x; };\n"
	"struct second { virtual ~second() {} virtual int go_on_too(run *, int) = 0; long y; };\n"
	"struct both : first, second { volatile char pad[72];\n"
	"  __attribute__((noinline)) int go_on(run *s, int d) override { pad[1] = 1; return go(s, d) + pad[1]; }\n"
	"  __attribute__((noinline)) int go_on_too(run *s, int d) override { pad[2] = 1; return go(s, d) + pad[2]; } };\n"
	"__attribute__((noinline)) static int by_second(second *o, run *s, int d) { return o->go_on_too(s, d); }\n"
	"template<class F> __attribute__((noinline)) static int by_function(F f) { return f() + 1; }\n"
	"template<class F> __attribute__((noinline)) static void each(int *v, int n, F f)\n"
	"{ for (int i = 0; i < n; i++) f(v[i]); }\n"
	"__attribute__((noinline)) static int never_throws(run *s, int d) noexcept\n"
	"{ try { return go(s, d); } catch (const thrown &t) { return t.n; } }\n";

static const char *const bodies[] = {
	"	guard g(s); g.pad[0] = (char)%d;\n	r = go(s, d); r += g.pad[0];\n",
	"	try { guard g(s); r = go(s, d) + %d; } catch (const thrown &t) { s->check(); r = t.n; }\n",
	"	try { r = go(s, d); } catch (...) { s->check(); if (%d %% 2) throw; }\n",
	"	try { r = go(s, d); } catch (thrown &) { throw thrown{ %d, text(\"again\") }; }\n",
	"	made m(s, d); r = m.r + %d;\n",
	"	both b; b.x = %d; first *f = &b; r = f->go_on(s, d) + by_second(&b, s, 0);\n",
	"	volatile char a[%d]; a[d] = 1; r = by_function([&] { return go(s, d); }) + a[d];\n",
	"	text t(\"some\"), u(t); r = go(s, d) + u.at[0] + %d;\n",
	("	bool gone = false; int v[3] = { 3, %d, 1 };\n"
	 "	each(v, 3, [&](int &n) { if (!gone) { gone = true; r = go(s, d); } n += r; });\n"),
	"	r = never_throws(s, d) + %d;\n",
	"	guard g(s); volatile char *a = (char *)__builtin_alloca(%d + d * 16);\n	a[d] = 1; r = go(s, d) + a[d];\n",
	"	for (int i = 0; i < 2; i++) { guard g(s); r += go(s, i ? 0 : d) + %d; }\n",
	/* Realigned. */
	"	alignas(64) volatile char a[%d]; guard g(s); a[d] = 1; r = go(s, d) + a[d];\n",
};

static const struct generated in_cxx = {
	head, bodies, array_size(bodies), array_size(bodies) - 1,
	"extern \"C\" int enter(run *s, int d)\n"
	"{ try { return go(s, d); } catch (const thrown &t) { return t.n; } }\n",
};

static const struct generated_by by_gcc = { &in_cxx, "g++ -x c++", { 100, 20000 }, { 1, 200 } };
static const struct generated_by by_clang = { &in_cxx, "clang++ -x c++", { 100, 20000 }, { 1, 200 } };

int main(void)
{
	const struct CMUnitTest tests[] = {
		GENERATED_TESTS(by_gcc),
		GENERATED_TESTS(by_clang),
	};

	return cmocka_run_group_tests(tests, unwind_set_up, NULL);
}
