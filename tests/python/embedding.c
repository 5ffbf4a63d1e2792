/*
 * A program that embeds CPython: leaves a descriptor in the main interpreter, in
 * a sub-interpreter that the first one's code made it enter, in the main one
 * after that, in a thread of its own, and in an interpreter that it starts
 * when the first has been finalized.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pthread.h>

__attribute__((noinline)) static void run(const char *file, const char *function)
{
	char script[512];

	snprintf(script, sizeof(script),
		 "import os\n\ndef %s():\n    os.open('/dev/null', os.O_RDONLY)\n\n%s()\n", function,
		 function);
	PyObject *code = Py_CompileString(script, file, Py_file_input);
	PyObject *main = PyImport_AddModule("__main__");
	PyObject *result = PyEval_EvalCode(code, PyModule_GetDict(main), PyModule_GetDict(main));

	if (result == NULL)
		PyErr_Print();
	Py_XDECREF(result);
	Py_XDECREF(code);
}

static PyObject *enter(PyObject *self, PyObject *args)
{
	PyThreadState *outer = PyThreadState_Get();
	PyThreadState *inner = Py_NewInterpreter();

	(void)self;
	(void)args;
	run("sub.py", "in_sub");
	Py_EndInterpreter(inner);
	PyThreadState_Swap(outer);
	run("after.py", "after_sub");
	Py_RETURN_NONE;
}

static PyMethodDef enter_method = { "enter", enter, METH_NOARGS, NULL };

static void *thread(void *unused)
{
	PyGILState_STATE state = PyGILState_Ensure();

	run("thread.py", "in_thread");
	PyGILState_Release(state);
	return unused;
}

static void in_thread(void)
{
	pthread_t id;

	Py_BEGIN_ALLOW_THREADS
	if (pthread_create(&id, NULL, thread, NULL) == 0)
		pthread_join(id, NULL);
	Py_END_ALLOW_THREADS
}

int main(void)
{
	Py_Initialize();
	run("first.py", "in_main");
	PyObject *builtins = PyImport_ImportModule("builtins");
	PyObject_SetAttrString(builtins, "enter", PyCFunction_New(&enter_method, NULL));
	Py_XDECREF(builtins);
	PyRun_SimpleString("def calls():\n    enter()\ncalls()\n");
	in_thread();
	Py_FinalizeEx();
	Py_Initialize();
	run("again.py", "in_second");
	Py_FinalizeEx();
	return 0;
}
