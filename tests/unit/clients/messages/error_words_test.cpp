// Every error that can reach a person has words in both languages (the catalogue test sees to it that both are there).
#include "clients/cli/error_words.hpp"

#include <gtest/gtest.h>

#include <set>

#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/errc.hpp"
#include "clients/core/home/home.hpp"
#include "clients/core/net/gateway_client.hpp"
#include "clients/core/session/failure.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/note.hpp"
#include "gateway/errc.hpp"
#include "protocol/content/errc.hpp"
#include "protocol/errc.hpp"

namespace clients::cli {
namespace {

// Each category names its values in English; the first that it does not know ends the list.
void expect_words(const std::error_category& category, unsigned at_least) {
    std::set<Msg> seen;
    const auto unknown = category.message(100'000);
    for (int value = 1; category.message(value) != unknown; ++value) {
        const auto message = message_for({value, category});
        ASSERT_TRUE(message) << category.name() << " " << value << ": " << category.message(value);
        EXPECT_NE(*message, Msg::failed_for_no_known_reason) << category.name() << " " << value;
        EXPECT_TRUE(seen.insert(*message).second) << category.name() << " " << value << " shares its words with another";
    }
    EXPECT_GE(seen.size(), at_least) << category.name();
}

TEST(ErrorWords, are_there_for_every_value_of_every_category) {
    expect_words(make_error_code(protocol::errc::too_large).category(), 40);
    expect_words(make_error_code(protocol::content::errc::invalid_date).category(), 35);
    expect_words(make_error_code(crypto::age::errc::malformed_header).category(), 11);
    expect_words(make_error_code(age_files::errc::ssh_key).category(), 12);
    expect_words(make_error_code(crypto::note::errc::malformed_note).category(), 4);
    expect_words(make_error_code(home_errc::no_home).category(), 7);
    expect_words(make_error_code(terminal_errc::input_ended).category(), 7);
    expect_words(make_error_code(net_errc::closed).category(), 7);
    expect_words(make_error_code(session_errc::no_identity).category(), 12);
}

TEST(ErrorWords, are_there_for_what_the_gateway_itself_refuses) {
    for (const auto code : gateway::all_errc()) {
        const auto message = find_message("gateway_" + std::string(gateway::errc_name(code)));
        EXPECT_TRUE(message) << gateway::errc_name(code);
    }
}

TEST(ErrorWords, of_other_categories_are_left_to_these) { EXPECT_FALSE(message_for(std::make_error_code(std::errc::no_space_on_device))); }

TEST(ErrorWords, a_verdict_kept_in_the_store_is_read_back) {
    EXPECT_EQ(code_of_fault("bad-signature"), make_error_code(protocol::errc::bad_signature));
    EXPECT_EQ(code_of_fault("content:" + std::to_string(static_cast<int>(protocol::content::errc::invalid_date))),
              make_error_code(protocol::content::errc::invalid_date));
    EXPECT_EQ(code_of_fault("age:4"), make_error_code(crypto::age::errc::payload_tampered));
    for (const char* other : {"", "content", "content:", "content:x", "content:1x", "nonsense:4", "age: the content was altered"})
        EXPECT_FALSE(code_of_fault(other)) << other;
}

}  // namespace
}  // namespace clients::cli
