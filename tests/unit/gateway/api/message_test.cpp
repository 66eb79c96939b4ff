#include "gateway/api/message.hpp"

#include <gtest/gtest.h>

namespace gateway::api {
namespace {

TEST(message, picks_the_language_asked_for) {
    EXPECT_EQ(language_of(""), Language::en);
    EXPECT_EQ(language_of("fr"), Language::fr);
    EXPECT_EQ(language_of("fr-BE, en;q=0.8"), Language::fr);
    EXPECT_EQ(language_of("en, fr;q=0.9"), Language::en);
    EXPECT_EQ(language_of("en;q=0.3, fr;q=0.7"), Language::fr);
    EXPECT_EQ(language_of("de, fr;q=0.2"), Language::fr);
    EXPECT_EQ(language_of("de, *;q=0.2"), Language::en);
    EXPECT_EQ(language_of("fr;q=0"), Language::en);
    EXPECT_EQ(language_of(",,;;q=,;q=0.,fr;q=zz"), Language::en);
    EXPECT_EQ(language_of(std::string(100'000, ',')), Language::en);
}

}  // namespace
}  // namespace gateway::api
