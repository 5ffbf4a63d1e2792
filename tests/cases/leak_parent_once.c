/*
 * The parent leaks before it forks three children: reported once, by the parent.
 *
 * expect: leak count=1 in=root object=device opened=open@main:OPENED
 */
#include "case.h"

int main(void)
{
	CHECK(open("/dev/null", O_RDONLY) >= 0); /* OPENED */
	for (int i = 0; i < 3; i++) {
		pid_t pid = fork();

		if (pid == 0)
			exit(i);
		check_child(pid, i);
	}
	return 0;
}
