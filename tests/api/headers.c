/* All that the headers define, compiled as strictly as a program may be: C99, C++11. */
#include <fdwarden.h>

#include <android/fdsan.h>

#include <fdwarden/cmocka.h>

int main(void)
{
	FDW_DISABLED_HERE;
	{
		FDW_DISABLED_HERE;
		return fdw_check();
	}
}
