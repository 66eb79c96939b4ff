// Recovery sheets through the program: the way back with nothing else left, and the past for who came after.
#include <algorithm>
#include <sstream>

#include "clients/core/session/recovering.hpp"
#include "clients/core/session/recovery_sheets.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "tests/integration/clients/keys_fixture.hpp"

namespace clients::test {
namespace {

using namespace protocol;

struct Recovering : Keys {
    Recovering() : Keys({"fr", "de"}) {}

    // The words of a page, as somebody would copy them: from the rows of numbered words, into a line of their own file.
    void copy_words(const std::string& page, const std::string& to, std::size_t count) {
        std::ifstream in(page);
        std::string words, line;
        std::size_t expected = 1;
        while (std::getline(in, line) && expected <= count) {
            std::istringstream row(line);
            std::string number, word;
            while (row >> number >> word && number == std::to_string(expected)) {
                words += word + " ";
                ++expected;
            }
        }
        write_secret(to, words);
    }
    // To the secretariat alone: of a state, only who holds its circle reads it.
    static Draft a_note(const std::string& title, const std::string& state) {
        return information_draft(
            {.title = title, .language = content::Language::en, .text = "A text.", .propose_dissemination = false},
            {Circle::of(Member::dmr()), *Circle::parse("state:" + state)});
    }
    void write_secret(const std::string& name, const std::string& text) {
        write(name, text + "\n");
        std::filesystem::permissions(file(name), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    // fr.01's sheet, its words in the file `words`.
    void make_sheet() {
        const auto made = nfp_aloud("fr", {"recovery", "make", "-o", file("sheet"), "--yes"});
        if (made.code != 0) throw std::runtime_error("recovery make: " + made.output);
        copy_words(file("sheet") + "/recovery.txt", "words", 24);
    }
    std::vector<std::string> recover_with(const std::vector<std::string>& words_files, const std::string& handle = "fr.01") {
        std::vector<std::string> out{"recover", "--gateway", "127.0.0.1:" + std::to_string(net.gateway.port()), "--pin",
                                     crypto::hex_encode(net.gateway.pin()), "--as", handle, "--network",
                                     id_text(net.member("dmr").state().network())};
        for (const auto& name : words_files) out.insert(out.end(), {"--words-file", file(name)});
        return out;
    }
};

TEST_F(Recovering, who_lost_the_only_device_reads_old_answers_again) {
    send(net.member("fr"), a_note("Before the sheet", "fr"));
    EXPECT_EQ(read("fr", {"status"}).at("wants_recovery"), true);
    make_sheet();
    EXPECT_EQ(read("fr", {"status"}).at("wants_recovery"), false);
    send(net.member("de"), a_draft("After the sheet"));

    const auto restored = nfp_aloud("fr-new", recover_with({"words"}));
    ASSERT_EQ(restored.code, 0) << restored.output;
    const auto inbox = read("fr-new", {"inbox"});
    ASSERT_EQ(inbox.at("entries").size(), 2U) << inbox;
    EXPECT_EQ(inbox.at("entries").at(0).at("title"), "Before the sheet");
    EXPECT_EQ(inbox.at("entries").at(1).at("title"), "After the sheet");
    // The lost device is out; what it and the sheet knew has been renewed.
    EXPECT_NE(nfp("fr", {"sync"}).code, 0);
    EXPECT_EQ(epoch_of(net.member("dmr"), "state:fr"), 2U);
    EXPECT_EQ(epoch_of(net.member("dmr"), "network"), 2U);
    const auto status = read("fr-new", {"status"});
    EXPECT_EQ(status.at("wants_recovery"), true);
    EXPECT_EQ(status.at("unopened"), 0);
    EXPECT_TRUE(status.at("waits").empty()) << status;
    EXPECT_EQ(read("fr-new", {"device", "list"}).at("devices").size(), 1U);
}

TEST_F(Recovering, a_sheet_is_used_once) {
    make_sheet();
    ASSERT_EQ(nfp("fr-new", recover_with({"words"})).code, 0);
    EXPECT_EQ(nfp("fr-again", recover_with({"words"})).code, 1);
    EXPECT_EQ(nfp("fr-new", {"sync"}).code, 0);
    EXPECT_EQ(nfp("fr-new", recover_with({"words"})).code, 1);   // there is a home
}

TEST_F(Recovering, wrong_words_change_nothing) {
    make_sheet();
    const auto before = register_size();
    std::string words = "abandon";
    for (int i = 0; i < 22; ++i) words += " abandon";
    write_secret("unknown", words + " art");   // words of a key, but of no sheet here
    write_secret("misspelt", words + " artichoque");
    write_secret("short", words);
    for (const char* name : {"unknown", "misspelt", "short"}) {
        EXPECT_EQ(nfp("fr-new", recover_with({name})).code, 1) << name;
        EXPECT_FALSE(std::filesystem::exists(net.home("fr-new"))) << name;
    }
    EXPECT_EQ(register_size(), before);
    // Somebody who does not hold it: refused, and the sheet is as good as before, in the same home.
    EXPECT_EQ(nfp("fr-new", recover_with({"words"}, "de.01")).code, 1);
    EXPECT_EQ(register_size(), before);
    EXPECT_EQ(nfp("fr-new", recover_with({"words"})).code, 0);
}

// Nobody signs a refusal. The keys of an entry that comes into the register after all must still be there.
TEST_F(Recovering, a_refusal_loses_no_key) {
    const auto secret = crypto::random_secret<crypto::recovery::RecoverySecret>();
    Session& fr = net.member("fr");
    up_to_date(fr);
    Keyring made;
    const auto sheet = must(plan_sheet(fr, derive_key(secret).public_key(), {}, made));
    const Lost lost{
        .gateway = "127.0.0.1:" + std::to_string(net.gateway.port()), .pin = net.gateway.pin(), .handle = fr.identity().handle};
    const RecoveryPlace place{.network = fr.state().network(), .recovery = sheet.batch().front().id};
    {
        const auto session = net.new_session("fr-new");
        const auto refused = recover(*session, lost, place, secret);   // the sheet is not in the register yet
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().problem);
        const auto key = session->identity().key_id();
        // With the words once more, also at another address: still the same keys.
        EXPECT_FALSE(recover(*session, {.gateway = "127.0.0.1:1", .pin = lost.pin, .handle = lost.handle}, place, secret));
        EXPECT_FALSE(recover(*session, lost, place, secret));
        EXPECT_EQ(session->identity().key_id(), key);
    }
    must(fr.send(sheet, nullptr, std::move(made)));
    const auto restored = nfp_aloud("fr-new", {"recover"});
    EXPECT_EQ(restored.code, 0) << restored.output;
    EXPECT_EQ(read("fr-new", {"device", "list"}).at("devices").size(), 1U);
}

TEST_F(Recovering, another_network_than_the_sheets_is_refused_before_anything_is_made) {
    make_sheet();
    auto words = recover_with({"words"});
    const auto network = std::ranges::find(words, std::string("--network"));
    *std::next(network) = std::string(64, '0');
    EXPECT_EQ(nfp("fr-new", words).code, 3);
    EXPECT_FALSE(std::filesystem::exists(net.home("fr-new")));
}

TEST_F(Recovering, any_two_of_three_parts_open_and_one_does_not) {
    ASSERT_EQ(nfp("fr", {"recovery", "make", "--split", "2/3", "-o", file("sheet"), "--yes"}).code, 0);
    for (const char* number : {"1", "3"})
        copy_words(file("sheet") + "/recovery-part-" + number + ".txt", std::string("part") + number, 56);
    EXPECT_FALSE(std::filesystem::exists(file("sheet") + "/recovery.txt"));
    EXPECT_EQ(nfp("fr-new", recover_with({"part1"})).code, 1);
    EXPECT_EQ(nfp("fr-new", recover_with({"part1", "part1"})).code, 1);
    EXPECT_EQ(nfp("fr-new", recover_with({"part3", "part1"})).code, 0);
}

TEST_F(Recovering, a_new_sheet_takes_the_place_of_the_one_before) {
    make_sheet();
    std::filesystem::rename(file("words"), file("old"));
    std::filesystem::remove_all(file("sheet"));
    make_sheet();
    EXPECT_EQ(epoch_of(net.member("dmr"), "state:fr"), 2U);   // closed to the old one
    EXPECT_EQ(nfp("fr-new", recover_with({"old"})).code, 1);
    EXPECT_EQ(nfp("fr-new", recover_with({"words"})).code, 0);
}

TEST_F(Recovering, an_ended_sheet_lets_nobody_in) {
    make_sheet();
    ASSERT_EQ(nfp("fr", {"recovery", "end", "--yes"}).code, 0);
    EXPECT_EQ(nfp("fr", {"recovery", "end", "--yes"}).code, 1);
    EXPECT_EQ(epoch_of(net.member("dmr"), "state:fr"), 2U);
    EXPECT_EQ(nfp("fr-new", recover_with({"words"})).code, 1);
}

TEST_F(Recovering, a_successor_opens_the_past_with_the_sheet_alone) {
    send(net.member("fr"), a_note("Of the one before", "fr"));
    make_sheet();
    ASSERT_EQ(nfp("dmr", {"revoke", "fr.01", "--reason", "left", "--yes"}).code, 0);
    auto enrolled = enrol("fr.02", "fr2");
    ASSERT_FALSE(approve_proposes(enrolled));
    must(enrolled.session->sync());
    const auto titles_before = titles(*enrolled.session);
    EXPECT_EQ(std::ranges::count(titles_before, "Of the one before"), 0);
    EXPECT_GT(read("fr2", {"status"}).at("unopened").get<int>(), 0);

    ASSERT_EQ(nfp("de", {"recovery", "open", "--words-file", file("words"), "--yes"}).code, 1);   // another state's
    const auto opened = nfp_aloud("fr2", {"recovery", "open", "--words-file", file("words"), "--yes"});
    ASSERT_EQ(opened.code, 0) << opened.output;
    EXPECT_EQ(read("fr2", {"status"}).at("unopened"), 0);
    const auto titles_after = titles(*enrolled.session);
    EXPECT_EQ(std::ranges::count(titles_after, "Of the one before"), 1);
    // The same device may look again; the register is not written to.
    const auto size = register_size();
    EXPECT_EQ(nfp("fr2", {"recovery", "open", "--words-file", file("words"), "--yes"}).code, 0);
    EXPECT_EQ(register_size(), size);
}

}  // namespace
}  // namespace clients::test
