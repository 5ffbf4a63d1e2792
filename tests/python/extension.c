/*
 * An extension module: apply(function, argument) calls back into Python from C,
 * opened(path) opens in C.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <fcntl.h>

__attribute__((noinline)) static PyObject *in_the_middle(PyObject *function, PyObject *argument)
{
	PyObject *result = PyObject_CallFunctionObjArgs(function, argument, NULL);

	if (result == NULL)
		return NULL;
	return result;
}

static PyObject *apply(PyObject *self, PyObject *args)
{
	PyObject *function, *argument, *result;

	(void)self;
	if (!PyArg_ParseTuple(args, "OO", &function, &argument))
		return NULL;
	result = in_the_middle(function, argument);
	__asm__ volatile("" : : : "memory"); /* no tail call */
	return result;
}

__attribute__((noinline)) static int open_in_c(const char *path)
{
	int fd;

	Py_BEGIN_ALLOW_THREADS
	fd = open(path, O_RDONLY);
	Py_END_ALLOW_THREADS
	return fd;
}

static PyObject *opened(PyObject *self, PyObject *path)
{
	const char *text = PyUnicode_AsUTF8(path);

	(void)self;
	return text != NULL ? PyLong_FromLong(open_in_c(text)) : NULL;
}

static PyMethodDef methods[] = {
	{ "apply", apply, METH_VARARGS, NULL },
	{ "opened", opened, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "extension_c", NULL, -1, methods,
				     NULL, NULL, NULL, NULL };

PyMODINIT_FUNC PyInit_extension_c(void)
{
	return PyModule_Create(&module);
}
