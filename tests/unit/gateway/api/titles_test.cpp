#include "gateway/api/titles.hpp"

#include <gtest/gtest.h>

#include "protocol/problem.hpp"

namespace gateway::api {
namespace {

TEST(titles, every_protocol_error_has_one) {
    int count = 0;
    for (int value = 1; value < 200; ++value) {
        const auto name = protocol::errc_name(static_cast<protocol::errc>(value));
        if (name == "unknown") continue;
        EXPECT_TRUE(has_title(name)) << name;
        ++count;
    }
    EXPECT_GT(count, 40);
}

TEST(titles, every_gateway_error_has_one) {
    for (const errc code : all_errc()) EXPECT_TRUE(has_title(errc_name(code))) << errc_name(code);
}

void expect_both_languages(std::string_view name) {
    const auto en = title_of(name, Language::en), fr = title_of(name, Language::fr);
    EXPECT_NE(en, fr) << name;
    EXPECT_TRUE(en.size() > 1 && en.ends_with('.')) << name << ": " << en;
    EXPECT_TRUE(fr.size() > 1 && fr.ends_with('.')) << name << ": " << fr;
}

TEST(titles, both_languages_differ_and_end_as_sentences) {
    for (const errc code : all_errc()) expect_both_languages(errc_name(code));
    for (int value = 1; value < 200; ++value) {
        const auto name = protocol::errc_name(static_cast<protocol::errc>(value));
        if (name != "unknown") expect_both_languages(name);
    }
}

TEST(titles, problem_documents_carry_type_status_and_language) {
    const auto response = problem(protocol::errc::stale_epoch, Language::fr, 3);
    EXPECT_EQ(response.status, 409u);
    EXPECT_EQ(response.content_type, "application/problem+json");
    const auto parsed = protocol::parse_problem(crypto::to_text(response.body));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->name, "stale-epoch");
    EXPECT_EQ(parsed->entry, 3u);
    EXPECT_TRUE(parsed->title.starts_with("Scellé"));
}

}  // namespace
}  // namespace gateway::api
