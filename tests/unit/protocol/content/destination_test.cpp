#include "protocol/content/destination.hpp"

#include <gtest/gtest.h>

namespace protocol::content {
namespace {

TEST(Destination, reads_the_three_forms_in_both_languages) {
    EXPECT_EQ(parse_request_destination("network"), RequestDestination{ToNetwork{}});
    EXPECT_EQ(parse_request_destination("Réseau"), RequestDestination{ToNetwork{}});
    EXPECT_EQ(parse_request_destination("group:return"), RequestDestination{ToGroup{"return"}});
    EXPECT_EQ(parse_request_destination("groupe\xC2\xA0: retour-2"), RequestDestination{ToGroup{"retour-2"}});
    EXPECT_EQ(parse_request_destination("gr, BG ,mk"), (RequestDestination{ToStates{{"gr", "bg", "mk"}}}));
}

TEST(Destination, refuses_anything_else) {
    for (const char* text : {"", "everybody", "fr,", "fr,,de", ",fr", "fr, fr", "fr de", "france",
                             "group:", "group:Ä b", "group:2", "state:fr", "dmr", "f1", "network, fr", "group:a:b"}) {
        EXPECT_FALSE(parse_request_destination(text)) << text;
    }
    std::string many;
    for (char a = 'a'; a <= 'z'; ++a) many += std::string{"a"} + a + ",b" + a + ",c" + a + ",";
    many.pop_back();
    EXPECT_FALSE(parse_request_destination(many));
    EXPECT_FALSE(parse_request_destination("group:" + std::string(41, 'a')));
}

TEST(Destination, information_may_go_to_the_secretariat) {
    EXPECT_EQ(parse_information_destination("DMR"), InformationDestination{ToSecretariat{}});
    EXPECT_EQ(parse_information_destination("network"), InformationDestination{ToNetwork{}});
    EXPECT_EQ(parse_information_destination("fr, de"), (InformationDestination{ToStates{{"fr", "de"}}}));
    EXPECT_FALSE(parse_information_destination("dmr, fr"));
}

}  // namespace
}  // namespace protocol::content
