/* Writes a small image for the fuzzers to begin with: seed FILE */
#include <tiffio.h>

int main(int argc, char **argv)
{
	TIFF *image = argc > 1 ? TIFFOpen(argv[1], "w") : NULL;
	unsigned char row[16] = { 0x10, 0x20, 0x30, 0x40 };

	if (!image)
		return 1;
	TIFFSetField(image, TIFFTAG_IMAGEWIDTH, 16);
	TIFFSetField(image, TIFFTAG_IMAGELENGTH, 16);
	TIFFSetField(image, TIFFTAG_BITSPERSAMPLE, 8);
	TIFFSetField(image, TIFFTAG_SAMPLESPERPIXEL, 1);
	TIFFSetField(image, TIFFTAG_ROWSPERSTRIP, 4);
	TIFFSetField(image, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
	TIFFSetField(image, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
	TIFFSetField(image, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
	for (unsigned int y = 0; y < 16; y++) {
		if (TIFFWriteScanline(image, row, y, 0) < 0)
			return 1;
	}
	TIFFClose(image);
	return 0;
}
