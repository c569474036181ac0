# Runs PROGRAM on FOLDER and compares what it prints with FOLDER/expected.txt, which
# REMIT_UPDATE_GOLDEN=1 in the environment rewrites.
execute_process(COMMAND ${PROGRAM} ${FOLDER} OUTPUT_VARIABLE actual RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
if("$ENV{REMIT_UPDATE_GOLDEN}" STREQUAL "1")
  file(WRITE ${FOLDER}/expected.txt "${actual}")
endif()
file(READ ${FOLDER}/expected.txt expected)
if(NOT actual STREQUAL expected)
  message(FATAL_ERROR "expected:\n${expected}\nactual:\n${actual}")
endif()
