/* Memory of the command. */
#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

/* The first block is a page, for most runs take little, and each next one is twice as large. */
#define BLOCK_LEAST_BYTES 4096u
#define BLOCK_MOST_BYTES  (64u * 1024)

struct pool_block {
	struct pool_block *next;
	size_t used, room;
	max_align_t bytes[];
};

void out_of_memory(void)
{
	complain("there is no memory");
	_exit(STATUS_FAILED);
}

static struct pool_block *add_block(struct pool *pool, size_t wanted)
{
	const struct pool_block *last = pool->blocks;
	size_t room = last != NULL ? 2 * last->room : BLOCK_LEAST_BYTES - sizeof(*last);
	struct pool_block *block;

	if (room > BLOCK_MOST_BYTES)
		room = BLOCK_MOST_BYTES;
	if (room < wanted)
		room = wanted;
	block = calloc(1, sizeof(*block) + room);
	if (block == NULL)
		out_of_memory();
	block->room = room;
	block->next = pool->blocks;
	pool->blocks = block;
	return block;
}

void *pool_take(struct pool *pool, size_t bytes)
{
	struct pool_block *block = pool->blocks;
	size_t align = _Alignof(max_align_t);
	void *taken;

	if (bytes > PTRDIFF_MAX / 2)
		out_of_memory();
	bytes = (bytes + align - 1) & ~(align - 1);
	if (block == NULL || block->room - block->used < bytes)
		block = add_block(pool, bytes);
	taken = (char *)block->bytes + block->used;
	block->used += bytes;
	return taken;
}

char *pool_text(struct pool *pool, const char *bytes, size_t count)
{
	char *text = pool_take(pool, count + 1);

	memcpy(text, bytes, count);
	return text;
}

char *pool_format(struct pool *pool, const char *format, ...)
{
	char *made, *text;
	va_list args;
	int bytes;

	va_start(args, format);
	bytes = vasprintf(&made, format, args);
	va_end(args);
	if (bytes < 0)
		out_of_memory();
	text = pool_text(pool, made, (size_t)bytes);
	free(made);
	return text;
}

void pool_free(struct pool *pool)
{
	while (pool->blocks != NULL) {
		struct pool_block *next = pool->blocks->next;

		free(pool->blocks);
		pool->blocks = next;
	}
}

void *grow(void *array_ptr, size_t *count, size_t element_bytes)
{
	char *array;
	size_t n = *count;

	memcpy(&array, array_ptr, sizeof(array));
	if ((n & (n - 1)) == 0) { /* 0, 1, 2, 4, 8, …: full */
		array = reallocarray(array, n > 0 ? n * 2 : 1, element_bytes);
		if (array == NULL)
			out_of_memory();
		memcpy(array_ptr, &array, sizeof(array));
	}
	(*count)++;
	memset(array + n * element_bytes, 0, element_bytes);
	return array + n * element_bytes;
}
