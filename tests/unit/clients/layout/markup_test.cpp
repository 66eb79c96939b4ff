#include "clients/core/layout/markup.hpp"

#include <gtest/gtest.h>

namespace clients::layout {
namespace {

TEST(escaped, leaves_no_markup) {
    EXPECT_EQ(escaped("<b a=\"1\" c='2'>R&D</b>"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;R&amp;D&lt;/b&gt;");
}

TEST(escaped, shows_what_would_hide_or_reorder) {
    EXPECT_EQ(escaped("a\u202eb\x01"), "a\\u{202E}b\\u{01}");
    EXPECT_EQ(escaped("état"), "état");
}

}  // namespace
}  // namespace clients::layout
