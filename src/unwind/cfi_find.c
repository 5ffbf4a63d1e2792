/*
 * From a pc to its FDE: the object by glibc's finder that takes no lock, then
 * a binary search in its .eh_frame_hdr. Formats: LSB 5.0 core, chapter
 * "DWARF Extensions" and "Exception Frames".
 */
#include <errno.h>
#include <string.h>

#include "base/objects.h"
#include "unwind/cfi.h"

#define DW_EH_PE_absptr  0x00
#define DW_EH_PE_udata2  0x02
#define DW_EH_PE_udata4  0x03
#define DW_EH_PE_udata8  0x04
#define DW_EH_PE_sdata2  0x0a
#define DW_EH_PE_sdata4  0x0b
#define DW_EH_PE_sdata8  0x0c
#define DW_EH_PE_pcrel   0x10
#define DW_EH_PE_datarel 0x30

uint64_t read_fixed(struct reader *in, size_t size)
{
	uint64_t value = 0;

	if ((size_t)(in->end - in->p) < size) {
		in->bad = true;
		in->p = in->end;
		return 0;
	}
	memcpy(&value, in->p, size);
	in->p += size;
	return value;
}

void read_skip(struct reader *in, uint64_t size)
{
	if (size > (uint64_t)(in->end - in->p)) {
		in->bad = true;
		size = (uint64_t)(in->end - in->p);
	}
	in->p += size;
}

uint64_t read_uleb(struct reader *in)
{
	uint64_t value = 0;
	unsigned int shift = 0;
	uint8_t byte;

	do {
		byte = (uint8_t)read_fixed(in, 1);
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return value;
}

int64_t read_sleb(struct reader *in)
{
	uint64_t value = 0;
	unsigned int shift = 0;
	uint8_t byte;

	do {
		byte = (uint8_t)read_fixed(in, 1);
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	if (byte & 0x40 && shift < 64)
		value |= ~(uint64_t)0 << shift;
	return (int64_t)value;
}

static int64_t sign_extend(uint64_t value, unsigned int bits)
{
	return (int64_t)(value << (64 - bits)) >> (64 - bits);
}

static uint64_t read_format(struct reader *in, uint8_t encoding)
{
	switch (encoding & 0x0f) {
	case DW_EH_PE_absptr:
	case DW_EH_PE_udata8:
	case DW_EH_PE_sdata8:
		return read_fixed(in, 8);
	case DW_EH_PE_udata2:
		return read_fixed(in, 2);
	case DW_EH_PE_udata4:
		return read_fixed(in, 4);
	case DW_EH_PE_sdata2:
		return (uint64_t)sign_extend(read_fixed(in, 2), 16);
	case DW_EH_PE_sdata4:
		return (uint64_t)sign_extend(read_fixed(in, 4), 32);
	}
	in->bad = true;
	return 0;
}

static uintptr_t read_pointer(struct reader *in, uint8_t encoding)
{
	uintptr_t base = 0;

	if ((encoding & 0xf0) == DW_EH_PE_pcrel)
		base = (uintptr_t)in->p;
	else if (encoding & 0xf0)
		in->bad = true;
	return base + read_format(in, encoding);
}

/* The part of `in` that an entry's length field announces; -1 bytes are a long form. */
static struct reader read_entry(struct reader *in)
{
	uint64_t size = read_fixed(in, 4);
	struct reader entry;

	if (size == 0xffffffff)
		size = read_fixed(in, 8);
	entry = (struct reader){ in->p, in->p + size, in->bad };
	if (size == 0 || size > (uint64_t)(in->end - in->p)) {
		entry.end = entry.p;
		entry.bad = true;
	}
	return entry;
}

/* What a 'z' augmentation says, letter by letter; the rest may be skipped. */
static void read_augmentation(struct reader *in, const char *letters, struct fde *fde)
{
	uint64_t size = read_uleb(in);
	struct reader data = *in;

	read_skip(in, size);
	for (; *letters; letters++) {
		switch (*letters) {
		case 'L':
			read_skip(&data, 1);
			break;
		case 'P': {
			uint8_t encoding = (uint8_t)read_fixed(&data, 1);

			(void)read_format(&data, encoding);
			break;
		}
		case 'R':
			fde->encoding = (uint8_t)read_fixed(&data, 1);
			break;
		case 'S':
			fde->is_signal = true;
			break;
		case 'B': /* aarch64: return addresses are signed with key B */
		case 'G': /* aarch64: the frame is tagged */
			break;
		default:
			return;
		}
	}
}

/* False if it is not a CIE that we can use. */
static bool read_cie(struct reader in, struct fde *fde, bool *has_size)
{
	struct reader cie = read_entry(&in);
	uint64_t id = read_fixed(&cie, 4);
	uint64_t version = read_fixed(&cie, 1);
	const char *augmentation = (const char *)cie.p;

	while (read_fixed(&cie, 1))
		;
	if (cie.bad || id || (version != 1 && version != 3))
		return false;
	*has_size = augmentation[0] == 'z';
	if (augmentation[0] && !*has_size)
		return false;
	fde->encoding = DW_EH_PE_absptr;
	fde->is_signal = false;
	fde->code_align = read_uleb(&cie);
	fde->data_align = read_sleb(&cie);
	if ((version == 1 ? read_fixed(&cie, 1) : read_uleb(&cie)) != ARCH_RA)
		return false;
	if (*has_size)
		read_augmentation(&cie, augmentation + 1, fde);
	fde->initial = cie;
	return !cie.bad;
}

static int read_fde(struct reader in, const struct reader *object, uintptr_t pc, struct fde *fde)
{
	struct reader entry = read_entry(&in);
	const uint8_t *here = entry.p;
	uint64_t back = read_fixed(&entry, 4);
	struct reader cie = *object;
	bool has_size;
	uint64_t size;

	if (entry.bad || back == 0 || back > (uint64_t)(here - object->p))
		return -ENOENT;
	cie.p = here - back;
	if (!read_cie(cie, fde, &has_size))
		return -ENOENT;
	fde->start = read_pointer(&entry, fde->encoding);
	size = read_format(&entry, fde->encoding & 0x0f);
	if (has_size)
		read_skip(&entry, read_uleb(&entry));
	if (entry.bad || pc - fde->start >= size)
		return -ENOENT;
	fde->program = entry;
	return 0;
}

/* The last entry of the sorted table (start, FDE; both from its header) at or below pc. */
static const uint8_t *search(const uint8_t *header, const uint8_t *end, uintptr_t pc)
{
	struct reader in = { header, end, false };
	const int32_t(*table)[2] = (const void *)(header + 12);
	int64_t wanted = (int64_t)(pc - (uintptr_t)header);
	uint64_t low = 0, count;

	/* Version 1, and the encodings that all linkers use. */
	if (read_fixed(&in, 4) !=
	    (1u | (DW_EH_PE_pcrel | DW_EH_PE_sdata4) << 8 | DW_EH_PE_udata4 << 16 |
	     (uint32_t)(DW_EH_PE_datarel | DW_EH_PE_sdata4) << 24))
		return NULL;
	read_skip(&in, 4);
	count = read_fixed(&in, 4);
	if (in.bad || count > (uint64_t)(end - in.p) / sizeof(*table))
		return NULL;
	while (count) {
		uint64_t half = count / 2;

		if (table[low + half][0] <= wanted) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low ? header + table[low - 1][1] : NULL;
}

/* The object's extent has its tables, also where it has gaps: object_find() sees to that. */
int cfi_find(uintptr_t pc, struct fde *fde)
{
	struct object found;
	struct reader object, in;

	if (!object_find(pc, &found))
		return -ESRCH;
	if (!found.eh_frame_hdr)
		return -ENOENT;
	in = object =
		(struct reader){ (const uint8_t *)found.start, (const uint8_t *)found.end, false };
	in.p = search(found.eh_frame_hdr, object.end, pc);
	if (!in.p || in.p < object.p || in.p >= object.end)
		return -ENOENT;
	return read_fde(in, &object, pc, fde);
}
