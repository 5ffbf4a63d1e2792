/* fdw_option: what the options say, for what the program is tested with. */
#include "api/api.h"
#include "policy/options.h"

long fdw_option(const char *name)
{
	return options_number(&runtime.options, name);
}
