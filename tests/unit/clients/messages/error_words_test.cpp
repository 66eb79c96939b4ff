// Every error that can reach a person has words in both languages (the catalogue test sees to it that both are there).
#include "clients/cli/error_words.hpp"

#include <gtest/gtest.h>

#include <set>

#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/errc.hpp"
#include "clients/core/home/home.hpp"
#include "clients/core/net/gateway_client.hpp"
#include "clients/core/session/failure.hpp"
#include "clients/core/store/errc.hpp"
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
    expect_words(make_error_code(store_errc::damaged).category(), 8);
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

TEST(ErrorWords, of_other_categories_are_left_to_these) {
    EXPECT_FALSE(message_for(std::make_error_code(std::errc::no_space_on_device)));
}

TEST(ErrorWords, of_what_was_thrown_are_the_readers_with_the_systems_own_in_brackets) {
    const StoreError full(store_errc::disk_full, "database or disk is full");
    EXPECT_EQ(words_for(Language::fr, full),
              "le disque est plein ; libérez de la place, puis réessayez (database or disk is full)");
    EXPECT_EQ(words_for(Language::en, full), "the disk is full; free some space, then try again (database or disk is full)");
    const auto of_system = [](std::errc code) {
        return words_for(Language::fr, std::system_error(static_cast<int>(code), std::system_category(), "cannot write"));
    };
    EXPECT_EQ(of_system(std::errc::no_space_on_device),
              "le disque est plein ; libérez de la place, puis réessayez (cannot write: No space left on device)");
    EXPECT_EQ(of_system(std::errc::read_only_file_system),
              "le système ne le permet pas ; vérifiez les droits sur le fichier et sur son dossier (cannot write: Read-only file "
              "system)");
    EXPECT_EQ(of_system(std::errc::too_many_files_open),
              "le système a refusé ce que nfp lui demandait (cannot write: Too many open files)");
    EXPECT_EQ(words_for(Language::fr, std::runtime_error("x\x1b")).find('\x1b'), std::string::npos);
    EXPECT_TRUE(words_for(Language::fr, std::logic_error("x")).starts_with("une erreur inattendue est survenue : x"));
}

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
