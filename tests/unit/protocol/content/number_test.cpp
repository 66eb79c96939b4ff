#include "protocol/content/number.hpp"

#include <gtest/gtest.h>

namespace protocol::content {
namespace {

TEST(Number, keeps_the_text_and_the_value) {
    for (const auto& [text, value] : {std::pair{"0", 0.0},
                                      {"560", 560.0},
                                      {"-3", -3.0},
                                      {"12.50", 12.5},
                                      {"0.125", 0.125},
                                      {"9007199254740992", 9007199254740992.0}}) {
        const auto number = parse_number(text);
        ASSERT_TRUE(number) << text;
        EXPECT_EQ(number->text, text);
        EXPECT_EQ(number->value, value);
    }
}

TEST(Number, refuses_every_other_form) {
    for (const char* text : {"",
                             "-",
                             "+5",
                             "05",
                             "00",
                             "-0",
                             "-0.0",
                             "5.",
                             ".5",
                             "1e3",
                             "0x10",
                             "inf",
                             "nan",
                             "1,5",
                             "1 000",
                             "1_000",
                             "12.1234567",
                             "9007199254740993",
                             "9007199254740992.5",
                             "-9007199254740993",
                             "99999999999999999999",
                             "5 persons",
                             " 5",
                             "--5",
                             "1.2.3"}) {
        EXPECT_FALSE(parse_number(text)) << text;
    }
}

}  // namespace
}  // namespace protocol::content
