/* What the three programs round libtiff share. */
#ifndef TIFF_H
#define TIFF_H

/* Reads the image and writes its rows to /dev/null. 0, or -1 if it is none. */
int copy_image(const char *path);

/* The same for an image in memory, through a file without a name. */
int copy_bytes(const void *bytes, unsigned long count);

#endif
