#!/bin/sh
# The modules with tests that count descriptors by the lowest free number: without the quarantine.
# needs: python3
# options: --quarantine 0
exec "$REAL/programs/python_tests.py" --lowest test_os \
	test_subprocess.ProcessTestCase.test_failed_child_execute_fd_leak \
	test_subprocess.ProcessTestCaseNoPoll.test_failed_child_execute_fd_leak
