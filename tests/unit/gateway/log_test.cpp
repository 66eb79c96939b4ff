#include "gateway/log.hpp"

#include <gtest/gtest.h>

namespace gateway {
namespace {

TEST(log, fields_can_neither_end_their_line_nor_look_like_another) {
    EXPECT_EQ(escaped("GET"), "GET");
    EXPECT_EQ(escaped("a b\nstatus=200"), "a\\x20b\\x0astatus=200");
    EXPECT_EQ(escaped("\x1b[2J\"\\\xc3\xa9\x7f"), "\\x1b[2J\\x22\\x5c\\xc3\\xa9\\x7f");
}

}  // namespace
}  // namespace gateway
