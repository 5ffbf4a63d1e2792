/*
 * What the documents that are JSON have in common: jansson is loaded. Without memory the
 * command ends.
 */
#ifndef FDWARDEN_JSON_MAKE_H
#define FDWARDEN_JSON_MAKE_H

#include <stdio.h>

#include "lazy.h"
#include "report/report.h"

/* jansson answers NULL where there is no memory, or a text is not UTF-8. */
json_t *json_need(json_t *made);
json_t *json_bool(bool);
void json_put(json_t *object, const char *key, json_t *value);

/* null for NULL and ""; bytes that are not UTF-8 become U+FFFD. */
json_t *json_text(const char *text);

/* The one line that says what happened. */
json_t *json_message(const struct report_finding *);

/* Writes the document, and frees it. 0, or -errno. */
int json_end(json_t *root, FILE *);

#endif
