/* Marks: nested, per thread, in a child; as a count, a list and a text. */
#include "api.h"

#include <pthread.h>

static int listed[8], listed_count;

static void list(void *ctx, const struct fdw_info *info)
{
	CHECK(ctx == listed && (info->flags & (FDW_OPEN | FDW_LEAK)) == (FDW_OPEN | FDW_LEAK));
	CHECK(strcmp(info->opened.call, "open") == 0 && info->opened.depth > 0);
	listed[listed_count++ % 8] = info->fd;
}

/* The one among many that is still open is the first, one in the middle, or the last. */
static void of_many(int opens, int kept)
{
	struct fdw_mark mark = fdw_mark(FDW_PROCESS);
	int fd = -1;

	for (int i = 0; i < opens; i++) {
		int one = open_null();

		if (i == kept)
			fd = one;
		else
			CHECK(close(one) == 0);
	}
	CHECK(fdw_since(&mark, NULL, NULL) == 1);
	CHECK(close(fd) == 0 && fdw_since(&mark, NULL, NULL) == 0);
}

static void *open_one(void *fd)
{
	*(int *)fd = open_null();
	return NULL;
}

static void nested(void)
{
	struct fdw_mark outer = fdw_mark(FDW_PROCESS), inner;
	int a = open_null(), b;

	inner = fdw_mark(FDW_PROCESS);
	b = open_null();
	CHECK(fdw_since(&outer, NULL, NULL) == 2 && fdw_since(&inner, NULL, NULL) == 1);
	CHECK(fdw_since(&outer, list, listed) == 2 && listed_count == 2);
	CHECK(listed[0] == a && listed[1] == b);
	CHECK(close(b) == 0);
	CHECK(fdw_since(&outer, NULL, NULL) == 1 && fdw_since(&inner, NULL, NULL) == 0);
	CHECK(close(a) == 0 && fdw_since(&outer, NULL, NULL) == 0);
}

static void threads(void)
{
	struct fdw_mark all = fdw_mark(FDW_PROCESS), mine = fdw_mark(FDW_THREAD);
	pthread_t thread;
	int theirs, ours;

	CHECK(pthread_create(&thread, NULL, open_one, &theirs) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
	ours = open_null();
	CHECK(fdw_since(&all, NULL, NULL) == 2 && fdw_since(&mine, NULL, NULL) == 1);
	CHECK(close(theirs) == 0 && close(ours) == 0);
}

/* The child has nothing of its own at the fork, whatever the mark says. */
static void children(void)
{
	struct fdw_mark mark = fdw_mark(FDW_PROCESS), mine = fdw_mark(FDW_THREAD);
	int fd = open_null(), status;
	pid_t pid = fork();

	if (pid == 0) {
		pthread_t thread;
		int own, theirs;

		CHECK(fdw_since(&mark, NULL, NULL) == 0 && fdw_since(&mine, NULL, NULL) == 0);
		own = open_null();
		CHECK(fdw_since(&mark, NULL, NULL) == 1 && fdw_since(&mine, NULL, NULL) == 1);
		CHECK(pthread_create(&thread, NULL, open_one, &theirs) == 0);
		CHECK(pthread_join(thread, NULL) == 0);
		CHECK(fdw_since(&mark, NULL, NULL) == 2 && fdw_since(&mine, NULL, NULL) == 1);
		CHECK(close(own) == 0 && close(theirs) == 0);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(fdw_since(&mark, NULL, NULL) == 1 && close(fd) == 0);
}

static void texts(void)
{
	struct fdw_mark mark = fdw_mark(FDW_PROCESS);
	char text[4096] = "x", cut[10];
	int line = __LINE__ + 3, fd;

	CHECK(fdw_text_since(&mark, text, sizeof(text)) == 0 && text[0] == '\0');
	fd = open("/dev/zero", O_RDONLY);
	CHECK(fdw_text_since(&mark, text, sizeof(text)) == 1);
	CHECK(strstr(text, "(/dev/zero) is still open\n"));
	snprintf(cut, sizeof(cut), ".c:%d\n", line);
	CHECK(strstr(text, cut) != NULL);
	CHECK(fdw_text_since(&mark, cut, sizeof(cut)) == 1 && strlen(cut) == sizeof(cut) - 1);
	CHECK(memcmp(cut, text, sizeof(cut) - 1) == 0);
	CHECK(close(fd) == 0);
}

int main(void)
{
	nested();
	for (int opens = 1; opens < 200; opens += 9) {
		of_many(opens, 0);
		of_many(opens, opens / 2);
		of_many(opens, opens - 1);
	}
	threads();
	children();
	texts();
	return 0;
}
