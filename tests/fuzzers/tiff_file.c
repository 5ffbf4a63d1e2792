/* The image in a file: for AFL++'s fork server. */
#include "tiff.h"

int main(int argc, char **argv)
{
	return argc < 2 || copy_image(argv[1]) < 0;
}
