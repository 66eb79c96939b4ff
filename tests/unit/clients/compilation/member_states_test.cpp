#include "clients/core/compilation/member_states.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "protocol/content/typography.hpp"

namespace clients::compilation {
namespace {

using protocol::content::fold;

TEST(MemberStates, are_forty_six_with_unique_codes) {
    std::set<std::string> codes;
    for (const MemberState& state : member_states()) {
        EXPECT_TRUE(codes.insert(state.member.code).second);
        EXPECT_EQ(state.member.code.size(), 2U);
        EXPECT_FALSE(state.member.name_en.empty());
        EXPECT_FALSE(state.member.name_fr.empty());
    }
    EXPECT_EQ(codes.size(), 46U);
}

TEST(MemberStates, stand_in_the_alphabet_of_each_language) {
    for (const Language language : {Language::en, Language::fr}) {
        std::vector<Member> members;
        for (const MemberState& state : member_states()) members.push_back(state.member);
        sort_by_name(members, language);
        const auto by_name = [language](const Member& m) { return fold(m.name(language)); };
        EXPECT_TRUE(std::ranges::is_sorted(members, {}, by_name));
        std::set<unsigned> places;
        for (const MemberState& s : member_states()) places.insert(language == Language::fr ? s.order_fr : s.order_en);
        EXPECT_EQ(*places.begin(), 1U);
        EXPECT_EQ(*places.rbegin(), 46U);
        EXPECT_EQ(places.size(), 46U);
    }
}

TEST(MemberStates, are_sorted_by_the_language_of_the_reader) {
    std::vector<Member> members = {find_member("xx"), find_member("de"), find_member("at"), find_member("es")};
    sort_by_name(members, Language::en);
    EXPECT_EQ(members[0].name_en, "Austria");
    EXPECT_EQ(members[1].name_en, "Germany");
    EXPECT_EQ(members[2].name_en, "Spain");
    EXPECT_EQ(members[3].name_en, "XX");
    sort_by_name(members, Language::fr);
    EXPECT_EQ(members[0].name_fr, "Allemagne");
    EXPECT_EQ(members[1].name_fr, "Autriche");
    EXPECT_EQ(members[2].name_fr, "Espagne");
}

TEST(MemberStates, know_the_secretariat) {
    EXPECT_EQ(find_member("dmr").name_en, "Division on Migration and Refugees");
}

TEST(MemberStates, are_those_of_the_shared_list) {
    const auto path = std::filesystem::path{NFP_SHARED_DIR} / "data" / "member-states.json";
    std::ifstream in{path};
    if (!in) {
        if (std::getenv("CI") != nullptr) FAIL() << "no " << path;
        GTEST_SKIP() << "no " << path << "; configure with -DNFP_SHARED_DIR=FOLDER";
    }
    const auto shared = nlohmann::json::parse(in);
    ASSERT_EQ(shared.size(), member_states().size());
    for (const auto& state : shared) {
        EXPECT_EQ(find_member(state.at("code").get<std::string>()),
                  (Member{state.at("code"), state.at("en"), state.at("fr")}));
    }
}

}  // namespace
}  // namespace clients::compilation
