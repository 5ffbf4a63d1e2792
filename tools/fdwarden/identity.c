/* Hashes over what frames read: FNV-1a, 64 bits. */
#include "identity.h"

#include <string.h>

#include "policy/kinds.h"
#include "python_frames.h"
#include "system_files.h"

#define FNV_BASIS   0xcbf29ce484222325ull
#define FNV_BASIS_2 0x84222325cbf29ce4ull
#define FNV_PRIME   0x00000100000001b3ull

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t count)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < count; i++)
		hash = (hash ^ at[i]) * FNV_PRIME;
	return hash;
}

/* With the NUL, so that "ab" "c" is not "a" "bc". */
static uint64_t hash_text(uint64_t hash, const char *text)
{
	return text != NULL ? hash_bytes(hash, text, strlen(text) + 1) : hash_bytes(hash, "\1", 2);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

bool frame_is_users(const struct report_frame *frame)
{
	if (frame->file == NULL || frame->folded)
		return false;
	return frame->language == LANGUAGE_PYTHON ? !python_is_library(frame->file)
						  : !module_is_system(frame->module);
}

/* The same in versions of CPython that know qualified names and in older ones. */
static const char *plain_name(const struct report_frame *frame)
{
	const char *dot = frame->language == LANGUAGE_PYTHON ? strrchr(frame->function, '.') : NULL;

	return dot != NULL && dot[1] != '\0' ? dot + 1 : frame->function;
}

/* A frame of its own until CPython 3.11, and part of its function since (PEP 709). */
static bool is_comprehension(const struct report_frame *frame)
{
	const char *name = plain_name(frame);

	return frame->language == LANGUAGE_PYTHON &&
	       (strcmp(name, "<listcomp>") == 0 || strcmp(name, "<dictcomp>") == 0 ||
		strcmp(name, "<setcomp>") == 0);
}

static bool has_python(const struct report_stack *stack)
{
	for (unsigned int i = 0; i < stack->frame_count; i++)
		if (stack->frames[i].language == LANGUAGE_PYTHON)
			return true;
	return false;
}

/* Where there are Python frames a stack reads like them, and like what of it
 * is the user's own native code: not like one build of the interpreter. */
static bool frame_is_read(const struct report_frame *frame, bool python)
{
	return !python || frame->language == LANGUAGE_PYTHON || frame_is_users(frame);
}

static uint64_t hash_frame(uint64_t hash, const struct report_frame *frame, bool with_path)
{
	hash = hash_text(hash, with_path ? frame->function : plain_name(frame));
	if (frame->file != NULL) {
		hash = hash_text(hash, with_path ? frame->file : base_name(frame->file));
		return hash_bytes(hash, &frame->line, sizeof(frame->line));
	}
	if (frame->function != NULL && !with_path)
		return hash;
	hash = hash_text(hash, frame->module != NULL ? base_name(frame->module) : NULL);
	return hash_bytes(hash, &frame->offset, sizeof(frame->offset));
}

struct identity_key identity_key(const struct report_finding *f)
{
	struct identity_key key = { { FNV_BASIS, FNV_BASIS_2 } };

	for (unsigned int half = 0; half < 2; half++) {
		uint64_t hash = hash_text(key.words[half], kind_name((int)f->kind));

		for (unsigned int i = 0; i < f->stack_count; i++) {
			const struct report_stack *stack = &f->stacks[i];
			bool python = has_python(stack);

			if (stack->count > 0)
				continue; /* one group of many: another time it is another */
			hash = hash_bytes(hash, &stack->role, sizeof(stack->role));
			for (unsigned int k = 0; k < stack->frame_count; k++)
				if (frame_is_read(&stack->frames[k], python))
					hash = hash_frame(hash, &stack->frames[k], true);
		}
		key.words[half] = hash;
	}
	return key;
}

static bool frame_matters(const struct report_frame *frame)
{
	return frame->line > 0 && frame_is_users(frame) && !is_comprehension(frame);
}

/* Who holds the number by now is chance, and says nothing about the bug. */
static bool stack_matters(const struct report_stack *stack)
{
	return stack->role != ROLE_REOPENED && stack->count == 0;
}

static bool has_own_frames(const struct report_finding *f)
{
	for (unsigned int i = 0; i < f->stack_count; i++)
		for (unsigned int k = 0; k < f->stacks[i].frame_count; k++)
			if (stack_matters(&f->stacks[i]) && frame_matters(&f->stacks[i].frames[k]))
				return true;
	return false;
}

const char *identity_id(struct pool *pool, const struct report_finding *f)
{
	uint64_t hash = hash_text(FNV_BASIS, kind_name((int)f->kind));
	bool own_only = has_own_frames(f);

	for (unsigned int i = 0; i < f->stack_count; i++) {
		const struct report_stack *stack = &f->stacks[i];
		bool python = has_python(stack);

		if (!stack_matters(stack))
			continue;
		hash = hash_text(hash, stack->role == ROLE_AT ? stack->call : NULL);
		for (unsigned int k = 0; k < stack->frame_count; k++)
			if (own_only ? frame_matters(&stack->frames[k])
				     : frame_is_read(&stack->frames[k], python))
				hash = hash_frame(hash, &stack->frames[k], false);
	}
	return pool_format(pool, "%016llx", (unsigned long long)hash);
}
