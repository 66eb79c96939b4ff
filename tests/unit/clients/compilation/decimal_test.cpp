#include "clients/core/compilation/decimal.hpp"

#include <gtest/gtest.h>

namespace clients::compilation {
namespace {

Decimal decimal(const char* text) { return Decimal{protocol::content::parse_number(text).value()}; }

TEST(Decimal, writes_what_it_read_in_the_shortest_form) {
    for (const char* text :
         {"0", "1", "-1", "10", "0.5", "-0.000001", "12.34", "9007199254740992", "-9007199254740992"}) {
        EXPECT_EQ(decimal(text).text(), text);
    }
    EXPECT_EQ(decimal("12.50").text(), "12.5");
    EXPECT_EQ(decimal("3.000000").text(), "3");
}

TEST(Decimal, adds_and_halves_without_loss) {
    Decimal sum = decimal("0.1");
    sum += decimal("0.2");
    EXPECT_EQ(sum.text(), "0.3");
    EXPECT_EQ(decimal("0.000001").half().text(), "0.0000005");
    EXPECT_EQ(decimal("-7").half().text(), "-3.5");
    Decimal large;
    for (int i = 0; i < 64; ++i) large += decimal("9007199254740992");
    EXPECT_EQ(large.text(), "576460752303423488");
}

TEST(Decimal, is_ordered_by_value) {
    EXPECT_LT(decimal("-3"), decimal("0.000001"));
    EXPECT_LT(decimal("9"), decimal("10"));
    EXPECT_EQ(decimal("2.50"), decimal("2.5"));
}

}  // namespace
}  // namespace clients::compilation
