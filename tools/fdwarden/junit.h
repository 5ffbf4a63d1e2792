/* The document as JUnit XML, the format that CI servers take. */
#ifndef FDWARDEN_JUNIT_H
#define FDWARDEN_JUNIT_H

#include <stdio.h>

#include "document.h"

/*
 * A test suite for each process that has findings, a test case for each: an
 * error is a failure, a suppressed finding is skipped, others passed and have
 * their text as output. Without findings one case passed. 0, or -errno.
 */
int junit_write(const struct document *, FILE *);

#endif
