/*
 * A reader of images on libtiff, as programs have one: opens the image, opens what
 * it writes to, copies row by row. With -DPLANT the error path of a row that cannot be read
 * forgets the descriptor of the output.
 */
#define _GNU_SOURCE
#include "tiff.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <tiffio.h>
#include <unistd.h>

#ifdef PLANT
#define GIVE_UP_ON_ROW(out) ((void)(out))
#else
#define GIVE_UP_ON_ROW(out) close(out)
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fuzzers make images of absurd sizes. */
#define ROW_BYTES_MAX	65536
#define ROWS_MAX	256

static int copy_rows(TIFF *image, uint8_t *row, uint32_t rows, size_t row_bytes)
{
	int out = open("/dev/null", O_WRONLY | O_CLOEXEC); /* planted */

	if (out < 0)
		return -1;
	for (uint32_t y = 0; y < rows; y++) {
		if (TIFFReadScanline(image, row, y, 0) < 0) {
			GIVE_UP_ON_ROW(out);
			return -1;
		}
		if (write(out, row, row_bytes) < 0)
			break;
	}
	return close(out);
}

static int copy_open(TIFF *image)
{
	uint32_t rows = 0;
	tmsize_t row_bytes = TIFFScanlineSize(image);
	uint8_t *row;
	int r;

	if (!TIFFGetField(image, TIFFTAG_IMAGELENGTH, &rows) || rows > ROWS_MAX)
		return -1;
	if (row_bytes <= 0 || row_bytes > ROW_BYTES_MAX)
		return -1;
	row = calloc(1, (size_t)row_bytes);
	if (!row)
		return -1;
	r = copy_rows(image, row, rows, (size_t)row_bytes);
	free(row);
	return r;
}

int copy_image(const char *path)
{
	TIFF *image;
	int r;

	TIFFSetErrorHandler(NULL);
	TIFFSetWarningHandler(NULL);
	image = TIFFOpen(path, "r");
	if (!image)
		return -1;
	r = copy_open(image);
	TIFFClose(image);
	return r;
}

int copy_bytes(const void *bytes, unsigned long count)
{
	int file = memfd_create("image", MFD_CLOEXEC);
	char path[32];
	int r = -1;

	if (file < 0)
		return -1;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	if (write(file, bytes, count) == (ssize_t)count)
		r = copy_image(path);
	(void)close(file);
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)copy_bytes(data, size);
	return 0;
}
