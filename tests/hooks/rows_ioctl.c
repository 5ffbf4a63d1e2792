/* ioctl.c, and that ioctls.def says what the headers say. */
#include "row.h"

#include <assert.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <linux/gpio.h>
#include <linux/if_tun.h>
#include <linux/iio/buffer.h>
#include <linux/iio/events.h>
#include <linux/kvm.h>
#include <linux/media.h>
#include <linux/nitro_enclaves.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <linux/sync_file.h>
#include <linux/tee.h>
#include <linux/udmabuf.h>
#include <linux/userfaultfd.h>
#include <linux/vfio.h>
#include <linux/videodev2.h>
#if __has_include(<sys/pidfd.h>)
#include <sys/pidfd.h>
#endif
#if __has_include(<drm/drm.h>)
#include <drm/drm.h>
#include <linux/kfd_ioctl.h>
#elif __has_include(<libdrm/drm.h>)
#include <libdrm/drm.h>
#endif
#include <stddef.h>
#include <sys/ioctl.h>

/* ---- The table against the headers ------------------------------------- */

enum {
	RETURNED = -1,
#define MAKER(name, number, place, type) PLACE_##name = place,
#include "hooks/ioctls.def"
#undef MAKER
};

enum number {
#define MAKER(name, number, place, type) NUMBER_##name = number,
#include "hooks/ioctls.def"
#undef MAKER
};

/* The number as the header has it; where in its structure the descriptor comes. */
#define SAME(name)                                                             \
	static_assert((unsigned int)(name) == (unsigned int)NUMBER_##name, #name)
#define SAME_RETURNED(name)                                                    \
	static_assert((unsigned int)(name) == (unsigned int)NUMBER_##name &&   \
		      PLACE_##name == RETURNED, #name)
#define SAME_AT(name, type, member)                                            \
	static_assert((unsigned int)(name) == (unsigned int)NUMBER_##name &&   \
		      PLACE_##name == offsetof(type, member), #name)

SAME_RETURNED(TIOCGPTPEER);
SAME_RETURNED(NS_GET_USERNS);
SAME_RETURNED(NS_GET_PARENT);
SAME_RETURNED(SIOCGSKNS);
SAME_RETURNED(TUNGETDEVNETNS);
SAME_RETURNED(USERFAULTFD_IOC_NEW);
SAME_RETURNED(KVM_CREATE_VM);
SAME_RETURNED(KVM_CREATE_VCPU);
SAME_AT(KVM_CREATE_DEVICE, struct kvm_create_device, fd);
SAME_RETURNED(KVM_GET_STATS_FD);
SAME_RETURNED(NE_CREATE_VM);
SAME_RETURNED(VFIO_GROUP_GET_DEVICE_FD);
SAME_RETURNED(VFIO_DEVICE_GET_GFX_DMABUF);
SAME_RETURNED(TEE_IOC_SHM_ALLOC);
SAME_RETURNED(TEE_IOC_SHM_REGISTER);
SAME_AT(DMA_BUF_IOCTL_EXPORT_SYNC_FILE, struct dma_buf_export_sync_file, fd);
SAME_AT(DMA_HEAP_IOCTL_ALLOC, struct dma_heap_allocation_data, fd);
SAME_RETURNED(UDMABUF_CREATE);
SAME_RETURNED(UDMABUF_CREATE_LIST);
SAME_AT(SYNC_IOC_MERGE, struct sync_merge_data, fence);
SAME_AT(VIDIOC_EXPBUF, struct v4l2_exportbuffer, fd);
SAME(MEDIA_IOC_REQUEST_ALLOC);
SAME_AT(GPIO_GET_LINEHANDLE_IOCTL, struct gpiohandle_request, fd);
SAME_AT(GPIO_GET_LINEEVENT_IOCTL, struct gpioevent_request, fd);
SAME_AT(GPIO_V2_GET_LINE_IOCTL, struct gpio_v2_line_request, fd);
SAME(IIO_GET_EVENT_FD_IOCTL);
SAME(IIO_BUFFER_GET_FD_IOCTL);

/* Those that came later than the oldest headers, and headers that not all have. */
#ifdef NS_MNT_GET_NEXT
SAME_RETURNED(NS_MNT_GET_NEXT);
SAME_RETURNED(NS_MNT_GET_PREV);
#endif
#ifdef KVM_CREATE_GUEST_MEMFD
SAME_RETURNED(KVM_CREATE_GUEST_MEMFD);
#endif
#ifdef PIDFD_GET_UTS_NAMESPACE
SAME_RETURNED(PIDFD_GET_CGROUP_NAMESPACE);
SAME_RETURNED(PIDFD_GET_IPC_NAMESPACE);
SAME_RETURNED(PIDFD_GET_MNT_NAMESPACE);
SAME_RETURNED(PIDFD_GET_NET_NAMESPACE);
SAME_RETURNED(PIDFD_GET_PID_NAMESPACE);
SAME_RETURNED(PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE);
SAME_RETURNED(PIDFD_GET_TIME_NAMESPACE);
SAME_RETURNED(PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE);
SAME_RETURNED(PIDFD_GET_USER_NAMESPACE);
SAME_RETURNED(PIDFD_GET_UTS_NAMESPACE);
#endif
#ifdef AMDKFD_IOC_SMI_EVENTS
SAME_AT(AMDKFD_IOC_SMI_EVENTS, struct kfd_ioctl_smi_events_args, anon_fd);
#endif
#ifdef AMDKFD_IOC_EXPORT_DMABUF
SAME_AT(AMDKFD_IOC_EXPORT_DMABUF, struct kfd_ioctl_export_dmabuf_args, dmabuf_fd);
#endif
#ifdef DRM_IOCTL_PRIME_HANDLE_TO_FD
SAME_AT(DRM_IOCTL_PRIME_HANDLE_TO_FD, struct drm_prime_handle, fd);
SAME_AT(DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD, struct drm_syncobj_handle, fd);
SAME_AT(DRM_IOCTL_MODE_CREATE_LEASE, struct drm_mode_create_lease, fd);
#endif

/* ---- At work ----------------------------------------------------------- */

MAKES(ioctl, .object = "tty")
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	CHECK(master >= 0 && unlockpt(master) == 0);
	make_scarce();
	CHECK(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY) >= 0);
	CHECK(close(master) == 0);
}

/* The request came as an int once, and its sign went along. */
MAKES_AS(ioctl, extended)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	CHECK(master >= 0 && unlockpt(master) == 0);
	CHECK(ioctl(master, 0xffffffff00000000ul | TIOCGPTPEER, O_RDWR | O_NOCTTY) >= 0);
	CHECK(close(master) == 0);
}

MAKES_AS(ioctl, udmabuf)
{
	struct udmabuf_create create = { .size = 4096 };
	int device = open("/dev/udmabuf", O_RDWR), memory, fd;

	if (device < 0)
		SKIP("no /dev/udmabuf");
	memory = memfd_create("rows", MFD_ALLOW_SEALING);
	CHECK(ftruncate(memory, 4096) == 0 && fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK) == 0);
	create.memfd = memory;
	fd = ioctl(device, UDMABUF_CREATE, &create);
	CHECK(fd >= 0 && close(device) == 0 && close(memory) == 0);
}

/* A virtual machine is made by its number; a device in it through the argument. */
MAKES_AS(ioctl, kvm, .count = 2)
{
	struct kvm_create_device device = { .type = KVM_DEV_TYPE_VFIO, .fd = (__u32)-1 };
	int kvm = open("/dev/kvm", O_RDWR), vm, r;

	if (kvm < 0)
		SKIP("no /dev/kvm");
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	r = vm < 0 ? -1 : ioctl(vm, KVM_CREATE_DEVICE, &device);
	CHECK(close(kvm) == 0);
	if (r < 0)
		SKIP(strerror(errno));
	CHECK(fcntl(device.fd, F_GETFD) >= 0);
}

/* A number in the answer is not a descriptor. */
QUIET(ioctl)
{
	int fds[2], bytes;

	CHECK(pipe(fds) == 0 && write(fds[1], "1234567", 7) == 7);
	CHECK(ioctl(fds[0], FIONREAD, &bytes) == 0 && bytes == 7);
	CHECK(ioctl(null(), FIOCLEX) == 0);
	CHECK(ioctl(null(), TIOCGPTPEER, 0) == -1 && errno == ENOTTY);
	CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
}

USES(ioctl, .count = 2)
{
	int bytes, fd = stale();

	CHECK_EBADF(ioctl(fd, FIONREAD, &bytes));
	CHECK_EBADF(ioctl(fd, FIOCLEX));
}
