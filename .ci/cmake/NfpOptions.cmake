# What every target of the project is built with.
option(NFP_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(NFP_FUZZ "Build the fuzz targets for libFuzzer, with the sanitizers (clang)" OFF)
option(NFP_THREAD_SANITIZE "Build with ThreadSanitizer" OFF)
option(NFP_COVERAGE "Build with coverage counters (g++)" OFF)
if(NFP_FUZZ)
  set(NFP_SANITIZE ON)
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
# Line tables only: full debug information costs a third of the compile time, and symbols are there all the same.
if(NFP_COVERAGE OR (NFP_SANITIZE AND NOT NFP_FUZZ))
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O0 -g1")  # these builds are compiled far more often than they run
elseif(NFP_FUZZ OR NFP_THREAD_SANITIZE)
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
else()
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
  set(NFP_TEST_OPTIMISATION -O1)  # of the tests' own code: a third less to compile, and what they test stays at -O2
endif()
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Objects say where they come from relative to the sources: builds are alike wherever the checkout lies, and share one ccache.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
find_program(NFP_CCACHE ccache)
if(NFP_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "${NFP_CCACHE}")
endif()

add_library(nfp_options INTERFACE)
target_include_directories(nfp_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(nfp_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wmissing-declarations -Werror
  -fstack-protector-strong
  $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)  # takes a source that is compiled with others for a header
target_compile_definitions(nfp_options INTERFACE
  NFP_VERSION="${PROJECT_VERSION}"
  _GLIBCXX_ASSERTIONS  # an empty optional or an index out of bounds ends the process instead of going on
  $<$<NOT:$<OR:$<BOOL:${NFP_SANITIZE}>,$<BOOL:${NFP_THREAD_SANITIZE}>,$<BOOL:${NFP_COVERAGE}>>>:_FORTIFY_SOURCE=2>)
target_link_options(nfp_options INTERFACE -Wl,-z,relro -Wl,-z,now)
# In one place, because every object of a program has to agree, third-party code compiled here included.
set(NFP_INSTRUMENTATION "")
if(NFP_SANITIZE)
  list(APPEND NFP_INSTRUMENTATION -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
endif()
if(NFP_FUZZ)
  list(APPEND NFP_INSTRUMENTATION -fsanitize=fuzzer-no-link)
endif()
if(NFP_THREAD_SANITIZE)
  list(APPEND NFP_INSTRUMENTATION -fsanitize=thread)
endif()
if(NFP_COVERAGE)
  list(APPEND NFP_INSTRUMENTATION --coverage)
endif()
add_compile_options(${NFP_INSTRUMENTATION})
add_link_options(${NFP_INSTRUMENTATION})
