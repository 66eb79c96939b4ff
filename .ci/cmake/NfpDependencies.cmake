# Every third-party library, found once. docs/dependencies.md says why each is here.
set(NFP_LIBSODIUM_PREFIX "${CMAKE_SOURCE_DIR}/build/deps/libsodium" CACHE PATH
    "libsodium >= 1.0.22 as built by .ci/libsodium.sh; ignored when the system's own is new enough")

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(date REQUIRED)
find_package(GTest REQUIRED)

# CLD2 brings neither a CMake package nor a .pc file.
find_path(NFP_CLD2_INCLUDE cld2/public/compact_lang_det.h REQUIRED)
find_library(NFP_CLD2_LIBRARY cld2 REQUIRED)
add_library(nfp_cld2 INTERFACE)
target_include_directories(nfp_cld2 SYSTEM INTERFACE "${NFP_CLD2_INCLUDE}")
target_link_libraries(nfp_cld2 INTERFACE "${NFP_CLD2_LIBRARY}")

# Botan 3 on Debian 13, Botan 2 on Debian 12.
pkg_search_module(BOTAN REQUIRED IMPORTED_TARGET botan-3 botan-2)
add_library(nfp_botan INTERFACE)
target_link_libraries(nfp_botan INTERFACE PkgConfig::BOTAN)

pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)

# X-Wing and HKDF need libsodium 1.0.22: the system's when it is new enough, else ours.
pkg_check_modules(SODIUM_SYSTEM QUIET IMPORTED_TARGET libsodium>=1.0.22)
add_library(nfp_sodium INTERFACE)
if(SODIUM_SYSTEM_FOUND)
  target_link_libraries(nfp_sodium INTERFACE PkgConfig::SODIUM_SYSTEM)
elseif(EXISTS "${NFP_LIBSODIUM_PREFIX}/lib/libsodium.a")
  target_include_directories(nfp_sodium SYSTEM INTERFACE "${NFP_LIBSODIUM_PREFIX}/include")
  target_link_libraries(nfp_sodium INTERFACE "${NFP_LIBSODIUM_PREFIX}/lib/libsodium.a" Threads::Threads)
else()
  message(FATAL_ERROR "libsodium >= 1.0.22 not found. `./run build` builds it; by hand: .ci/libsodium.sh build/deps/libsodium")
endif()

# Asio and Beast are templates by the ton: compiled once here, only declared elsewhere.
set(NFP_ASIO_ONCE "${CMAKE_BINARY_DIR}/generated/asio_once.cpp")
file(CONFIGURE OUTPUT "${NFP_ASIO_ONCE}" CONTENT
"#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
")
add_library(nfp_asio STATIC "${NFP_ASIO_ONCE}")
target_compile_definitions(nfp_asio PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_include_directories(nfp_asio SYSTEM PUBLIC ${Boost_INCLUDE_DIRS})
target_link_libraries(nfp_asio PUBLIC OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
# g++ 12 takes the allocation of Asio's coroutine frames for a mismatch of new and delete where it inlines one into another.
target_compile_options(nfp_asio INTERFACE -Wno-mismatched-new-delete)
