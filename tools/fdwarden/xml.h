/* Text in an XML document. */
#ifndef FDWARDEN_XML_H
#define FDWARDEN_XML_H

#include <stdio.h>

/*
 * Writes it as the text of an element. What XML cannot hold (bytes that are
 * not UTF-8, control characters: XML 1.0, production 2) becomes U+FFFD.
 */
void xml_text(FILE *, const char *text);

/* NAME="text", with a blank before it. */
void xml_attribute(FILE *, const char *name, const char *text);
void xml_number(FILE *, const char *name, unsigned long long number);

#endif
