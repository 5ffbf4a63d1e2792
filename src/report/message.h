/* The one line that says what happened, for the text report and for JSON. */
#ifndef REPORT_MESSAGE_H
#define REPORT_MESSAGE_H

#include "base/str.h"
#include "report/report.h"

/* "double close of descriptor 5 (/tmp/x): it was closed already" */
void message_add(struct str *, const struct report_finding *);

/* "closed first by fclose()": what a stack of this finding is about. */
void message_add_role(struct str *, const struct report_finding *, const struct report_stack *);

/* The stack of this role, or NULL. */
const struct report_stack *report_stack_of(const struct report_finding *, enum stack_role);

/* The role of the stack that says where the bug is. */
enum stack_role report_main_role(unsigned int kind);

/* "at", "closed", … */
const char *role_name(enum stack_role);

/* "libc", "raw", …; and words about a descriptor: "is libc's own, …". */
const char *blind_name(unsigned int blind_class);
const char *blind_words(unsigned int blind_class);

/* "file", "directory", …: what JSON calls it. */
const char *object_name(unsigned int object_type);

/* "FILE", "DIR", … of an owner tag; NULL if nobody owns it. */
const char *owner_name(uint64_t tag);

#endif
