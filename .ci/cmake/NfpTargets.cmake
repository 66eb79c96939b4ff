# One function per shape of target, so that a folder's CMakeLists.txt is a list of files and a link line.

# Most of a file's compile time is the same headers again: that many files of a target are compiled as one. 1 compiles each alone.
set(NFP_FILES_AT_ONCE 8 CACHE STRING "source files of one target that are compiled as one")
if(NFP_FILES_AT_ONCE GREATER 1)
  set(CMAKE_UNITY_BUILD ON)
  set(CMAKE_UNITY_BUILD_BATCH_SIZE ${NFP_FILES_AT_ONCE})
endif()

# nfp_library(NAME SOURCES file... [PUBLIC lib...] [PRIVATE lib...])
function(nfp_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE nfp_options ${ARG_PRIVATE})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
endfunction()

# nfp_program(NAME SOURCES file... LINK lib...): a binary in build/.../bin. The target `programs` builds all of them.
add_custom_target(programs)
function(nfp_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE nfp_options ${ARG_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  add_dependencies(programs ${name})
endfunction()

# nfp_test(NAME LABEL label SOURCES file... LINK lib...): a GoogleTest binary, one CTest entry per case, and a target tests-LABEL.
include(GoogleTest)
foreach(label unit vectors integration commands fault fuzz)
  add_custom_target(tests-${label})
endforeach()
function(nfp_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  add_dependencies(tests-${ARG_LABEL} ${name})
  target_link_libraries(${name} PRIVATE nfp_options ${ARG_LINK} GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name} PRIVATE
    NFP_SOURCE_DIR="${CMAKE_SOURCE_DIR}" NFP_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  target_compile_options(${name} PRIVATE ${NFP_TEST_OPTIMISATION})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  gtest_discover_tests(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 600 DISCOVERY_TIMEOUT 60)
endfunction()
