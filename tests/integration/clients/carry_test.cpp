// nfp carry: a home that never reaches the gateway, a courier, and files between them.
#include <gmock/gmock.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "clients/core/session/carrying.hpp"
#include "clients/core/session/joining.hpp"
#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {
namespace {

using namespace protocol;
using testing::HasSubstr;

std::string read(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(out).str();
}

struct Carry : Cli {
    Carry() : Cli({"de"}, {"fr", "gr"}) {
        must(net.member("dmr").sync());
        const auto invitation =
            must(invite(net.member("dmr"), {.handle = *Handle::parse("fr.01"), .role = Role::focal_point, .valid_s = 86'400}));
        write("fr.invitation", invitation);
    }

    // Every way to the network leads to a closed port: whatever calls the gateway from the offline home fails.
    ::test::Finished offline(std::vector<std::string> words) { return unreachable("fr", "2>/dev/null", std::move(words)); }
    ::test::Finished offline_aloud(std::vector<std::string> words) { return unreachable("fr", "2>&1", std::move(words)); }
    ::test::Finished unreachable(const std::string& who, const std::string& errors, std::vector<std::string> words) {
        words.insert(words.begin(), {"/bin/sh", "-c", "export https_proxy=http://127.0.0.1:1; exec \"$@\" </dev/null " + errors,
                                     "sh", std::string(NFP_BIN_DIR) + "/nfp", "--home", net.home(who).string(),
                                     "--passphrase-file", file("passphrase"), "--lang", language});
        return ::test::run(words);
    }

    // There and back: what the home says in JSON of what came.
    json round(const std::string& courier = "courier") {
        EXPECT_EQ(offline({"carry", "out", file("there")}).code, 0);
        EXPECT_EQ(nfp(courier, {"carry", "in", file("there")}).code, 0);
        EXPECT_EQ(nfp(courier, {"carry", "out", file("back")}).code, 0);
        const auto brought = offline({"--json", "carry", "in", file("back")});
        EXPECT_EQ(brought.code, 0) << offline_aloud({"carry", "in", file("back")}).output;
        return brought.code == 0 ? json::parse(brought.output) : json{};
    }
    // fr.01 comes in without its home ever reaching the gateway.
    void join_by_carrier() {
        const auto joined = offline(
            {"--json", "--offline", "join", file("fr.invitation"), "--person", "Person of fr", "--email", "fr@ministry.example"});
        ASSERT_EQ(joined.code, 0);
        ASSERT_EQ(offline({"carry", "courier", net.home("courier").string()}).code, 0);
        ASSERT_EQ(offline({"carry", "out", file("there")}).code, 0);
        ASSERT_EQ(nfp("courier", {"carry", "in", file("there")}).code, 0);
        const auto candidate = must(clients::candidate(net.member("dmr"), *Handle::parse("fr.01")));
        must(net.member("dmr").sync());
        must(approve(net.member("dmr"), candidate, json::parse(joined.output).at("safety_words").get<std::string>(),
                     std::nullopt));
        ASSERT_EQ(nfp("courier", {"carry", "out", file("back")}).code, 0);
        const auto brought = offline_aloud({"carry", "in", file("back")});
        ASSERT_EQ(brought.code, 0) << brought.output;
    }
    void send_request() { ASSERT_EQ(nfp("dmr", {"request", "send", file("request.md"), "--yes"}).code, 0); }
    ::test::Finished answer(const std::string& value = "yes -- from afar") {
        write("answer.md", "Re: " + number(1) + "\nLanguage: en\nDissemination: network\n\n## Answers\n1. " + value + "\n");
        return offline_aloud({"--offline", "respond", file("answer.md"), "--yes"});
    }
    std::uint64_t outbox() {
        return json::parse(offline({"--offline", "--json", "status"}).output).at("outbox").get<std::uint64_t>();
    }
};

TEST_F(Carry, a_home_that_never_reaches_the_gateway_joins_reads_and_answers_by_two_files_a_round) {
    join_by_carrier();
    send_request();
    const auto asked = round();
    EXPECT_EQ(asked.at("complete"), true);
    EXPECT_THAT(offline({"--offline", "request", "show", number(1)}).output, HasSubstr("An exported question"));

    const auto kept = answer();
    EXPECT_EQ(kept.code, 0) << kept.output;
    EXPECT_THAT(kept.output, HasSubstr("the register here is of "));
    EXPECT_THAT(kept.output, HasSubstr("not sent yet"));
    EXPECT_EQ(outbox(), 1U);

    const auto sent = round();
    ASSERT_EQ(sent.at("sent").size(), 1U);
    EXPECT_EQ(sent.at("refused"), 0);
    EXPECT_EQ(outbox(), 0U);
    const auto compiled = nfp("dmr", {"compile", number(1)});
    EXPECT_THAT(compiled.output, HasSubstr("yes -- from afar"));

    // The courier carried it, and has nothing to read it with.
    EXPECT_EQ(nfp("courier", {"inbox"}).code, 1);
    EXPECT_EQ(nfp("courier", {"keys", "export", "network", "-o", file("k")}).code, 1);
    // A file carried twice says nothing new and does no harm.
    const auto again = offline({"--json", "carry", "in", file("back")});
    ASSERT_EQ(again.code, 0);
    EXPECT_EQ(json::parse(again.output).at("fetched"), 0);
    EXPECT_EQ(json::parse(again.output).at("sent").size(), 0U);
    EXPECT_EQ(nfp("courier", {"carry", "in", file("there")}).code, 0);
    EXPECT_THAT(nfp("dmr", {"request", "status", number(1)}).output, HasSubstr("1 of "));
}

TEST_F(Carry, without_network_what_needs_the_gateway_says_so_and_what_reads_does_not) {
    join_by_carrier();
    EXPECT_EQ(offline({"--offline", "sync"}).code, 1);
    EXPECT_EQ(offline({"--offline", "watch"}).code, 1);
    EXPECT_EQ(offline({"--offline", "circle", "join", "return"}).code, 1);
    EXPECT_EQ(offline({"sync"}).code, 75);
    EXPECT_EQ(offline({"--offline", "directory"}).code, 0);
    language = "fr";
    EXPECT_THAT(offline_aloud({"--offline", "inbox"}).output, HasSubstr("le registre d'ici date du "));
    EXPECT_THAT(offline_aloud({"--offline", "sync"}).output, HasSubstr("exige la passerelle"));
}

TEST_F(Carry, old_files_and_those_of_others_change_nothing) {
    join_by_carrier();
    std::filesystem::copy_file(file("back"), file("old"));
    send_request();
    round();
    const auto before = offline({"--offline", "--json", "status"}).output;
    const auto old = offline({"--json", "carry", "in", file("old")});
    EXPECT_EQ(old.code, 0);
    EXPECT_EQ(json::parse(old.output).at("fetched"), 0);
    EXPECT_EQ(offline({"--offline", "--json", "status"}).output, before);

    // Made for another person, of another network, cut short, altered.
    EXPECT_EQ(nfp("de", {"carry", "in", file("back")}).code, 1);
    const auto good = read(file("back"));
    const auto at = good.find("\"network\":\"") + 11;
    auto bad = good;
    bad[at] = bad[at] == '0' ? '1' : '0';
    write("bad", bad);
    EXPECT_THAT(offline_aloud({"carry", "in", file("bad")}).output, HasSubstr("another network"));
    for (const std::size_t size : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
        write("bad", good.substr(0, size));
        const auto cut = offline_aloud({"carry", "in", file("bad")});
        EXPECT_EQ(cut.code, 1);
        EXPECT_THAT(cut.output, HasSubstr("cut short"));
    }
    EXPECT_EQ(offline({"--offline", "--json", "status"}).output, before);
}

TEST_F(Carry, an_altered_entry_and_a_lost_page_are_found_as_a_sync_finds_them) {
    join_by_carrier();
    send_request();
    ASSERT_EQ(offline({"carry", "out", file("there")}).code, 0);
    ASSERT_EQ(nfp("courier", {"carry", "in", file("there")}).code, 0);
    ASSERT_EQ(nfp("courier", {"carry", "out", file("back")}).code, 0);
    const auto good = std::get<wire::ReturningBundle>(wire::parse_bundle(crypto::as_bytes(read(file("back")))).value());
    const auto before = offline({"--offline", "--json", "status"}).output;
    const auto refused_by = [&](auto spoil) {
        auto bundle = good;
        spoil(bundle);
        write("bad", crypto::to_text(wire::encode_bundle(bundle)));
        const auto result = offline_aloud({"carry", "in", file("bad")});
        EXPECT_EQ(offline({"--offline", "--json", "status"}).output, before);
        return result;
    };
    const auto flipped = refused_by([](auto& bundle) { bundle.pages.front().deliveries.back().entry[20] ^= 1; });
    EXPECT_EQ(flipped.code, 3) << flipped.output;
    const auto resigned = refused_by([](auto& bundle) { bundle.pages.front().checkpoint.back() = ' '; });
    EXPECT_EQ(resigned.code, 3) << resigned.output;
    const auto ahead = refused_by([](auto& bundle) { bundle.from += 1; });
    EXPECT_EQ(ahead.code, 1) << ahead.output;
    EXPECT_THAT(ahead.output, HasSubstr("begins after"));
}

TEST_F(Carry, a_register_that_forked_is_accused_as_a_sync_accuses_it) {
    join_by_carrier();
    // The operator keeps a copy, lets the network go on, and later shows the copy, gone on otherwise.
    net.gateway.restart(SIGTERM);
    net.gateway.stop();
    const auto data = net.gateway.folder(), copy = std::filesystem::path(file("copy"));
    std::filesystem::copy(data, copy, std::filesystem::copy_options::recursive);
    net.gateway.start();
    for (const char* name : {"one", "two"}) ASSERT_EQ(nfp("dmr", {"circle", "create", name}).code, 0);
    round();
    net.gateway.stop();
    std::filesystem::remove_all(data);
    std::filesystem::copy(copy, data, std::filesystem::copy_options::recursive);
    net.gateway.start();

    ASSERT_EQ(offline({"carry", "out", file("there")}).code, 0);
    ASSERT_EQ(nfp("courier", {"carry", "in", file("there")}).code, 0);
    ASSERT_EQ(nfp("courier", {"carry", "out", file("back")}).code, 0);
    const auto rolled_back = offline_aloud({"carry", "in", file("back")});
    EXPECT_EQ(rolled_back.code, 3) << rolled_back.output;
    EXPECT_THAT(rolled_back.output, HasSubstr("shorter"));
    const auto synced = nfp("dmr", {"sync"});
    EXPECT_EQ(synced.code, 3);

    // Grown past what was known, with other entries in their place. Somebody who never saw the first past makes them.
    Session& de = net.member("de");
    must(de.sync());
    for (int i = 0; i < 4; ++i) {
        write("information.md",
              "Title: Other " + std::to_string(i) + "\nLanguage: en\nTo: network\n\n## Text\nSomething else.\n");
        ASSERT_EQ(nfp("de", {"inform", file("information.md"), "--yes"}).code, 0);
    }
    ASSERT_EQ(nfp("courier", {"carry", "out", file("back")}).code, 0);
    const auto forked = offline_aloud({"carry", "in", file("back")});
    EXPECT_EQ(forked.code, 3) << forked.output;
}

TEST_F(Carry, another_member_carries_submissions_and_brings_receipts_but_no_entries) {
    join_by_carrier();
    send_request();
    round();
    ASSERT_EQ(answer().code, 0);
    ASSERT_EQ(offline({"carry", "out", file("there")}).code, 0);
    const auto carried = nfp("de", {"carry", "in", file("there")});
    EXPECT_EQ(carried.code, 0);
    EXPECT_THAT(carried.output, HasSubstr("no entries"));
    ASSERT_EQ(nfp("de", {"carry", "out", file("back")}).code, 0);
    const auto brought = offline({"--json", "carry", "in", file("back")});
    ASSERT_EQ(brought.code, 0);
    EXPECT_EQ(json::parse(brought.output).at("sent").size(), 1U);
    EXPECT_EQ(json::parse(brought.output).at("fetched"), 0);
    EXPECT_EQ(outbox(), 0U);
    // A person's own home carries out what is its own again.
    EXPECT_THAT(nfp("de", {"carry", "out", file("own")}).output, HasSubstr("0 submissions"));
}

TEST_F(Carry, what_was_sealed_to_an_epoch_that_has_passed_is_sealed_again_and_sent_once) {
    join_by_carrier();
    send_request();
    round();
    ASSERT_EQ(answer().code, 0);
    // Somebody whose designation ends soon: the network's epoch is rotated then.
    Session& dmr = net.member("dmr");
    const auto gr = *Handle::parse("gr.01");
    must(dmr.sync());
    const auto invitation = must(invite(dmr, {.handle = gr, .role = Role::focal_point, .valid_s = 86'400}));
    auto leaving = net.new_session("gr");
    const auto words = must(join(*leaving, *parse_invitation_file(invitation),
                                 {.name = "G", .email = "g@ministry.example", .institution = {}, .telephone = {}}));
    const auto candidate = must(clients::candidate(dmr, gr));
    const auto end = unix_now() + 5;
    must(approve(dmr, candidate, crypto::safety_words_text(words), end));
    while (unix_now() <= end) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    // The other members' clients might come first; none of them is there.
    std::string said;
    for (unsigned tries = 0; tries < 15 && !said.contains("circle network: a new epoch"); ++tries) {
        said = nfp_aloud("dmr", {"sync"}).output;
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    ASSERT_THAT(said, HasSubstr("circle network: a new epoch"));

    ASSERT_EQ(offline({"carry", "out", file("there")}).code, 0);
    EXPECT_EQ(nfp("courier", {"carry", "in", file("there")}).code, 1);
    ASSERT_EQ(nfp("courier", {"carry", "out", file("refused")}).code, 0);
    const auto resealed = offline({"--json", "carry", "in", file("refused")});
    ASSERT_EQ(resealed.code, 0) << resealed.output;
    EXPECT_EQ(json::parse(resealed.output).at("resealed"), 1);
    EXPECT_EQ(outbox(), 1U);
    EXPECT_EQ(round().at("sent").size(), 1U);
    // The refusal once more: it speaks of bytes that are no longer meant.
    const auto again = offline({"--json", "carry", "in", file("refused")});
    EXPECT_EQ(json::parse(again.output).at("resealed"), 0);
    EXPECT_EQ(outbox(), 0U);
    EXPECT_THAT(nfp("dmr", {"compile", number(1)}).output, HasSubstr("yes -- from afar"));
}

TEST_F(Carry, a_widened_list_brings_its_past_with_the_next_file) {
    join_by_carrier();
    // The list of fr is narrowed and widened again: what was written meanwhile is owed afterwards.
    const auto list = [&](const std::string& reads) {
        write("list.json", R"({"member": "fr", "list": "dmr", "rules": [{"who": "focal-point", "read": [)" + reads + "]}]}");
        const auto applied = nfp_aloud("dmr", {"access", "apply", file("list.json"), "--yes"});
        ASSERT_EQ(applied.code, 0) << applied.output;
    };
    list(R"("state:fr")");
    send_request();
    round();
    EXPECT_EQ(offline({"--offline", "request", "show", number(1)}).code, 1);
    list(R"("state:fr", "network")");
    EXPECT_EQ(round().at("complete"), false);
    EXPECT_EQ(round().at("complete"), true);
    EXPECT_EQ(offline({"--offline", "request", "show", number(1)}).code, 0);
}

TEST_F(Carry, a_forged_receipt_or_refusal_sends_nothing_and_loses_nothing) {
    join_by_carrier();
    send_request();
    round();
    ASSERT_EQ(answer().code, 0);
    ASSERT_EQ(offline({"carry", "out", file("there")}).code, 0);
    const auto there = std::get<wire::OutgoingBundle>(wire::parse_bundle(crypto::as_bytes(read(file("there")))).value());
    ASSERT_EQ(there.submissions.size(), 1U);
    const auto forge = [&](std::expected<std::vector<wire::ReceiptText>, Problem> result) {
        const wire::ReturningBundle bundle{.network = there.network, .person = there.person, .from = there.from,
                                           .answers = {{.sequence = there.submissions.front().sequence, .repeated = false,
                                                        .result = std::move(result)}},
                                           .pages = {}};
        write("forged", crypto::to_text(wire::encode_bundle(bundle)));
        return offline_aloud({"carry", "in", file("forged")});
    };
    EXPECT_EQ(forge(std::vector<wire::ReceiptText>{{.leaf = "{}", .proof = "p"}}).code, 3);
    EXPECT_EQ(outbox(), 1U);
    for (const char* name : {"not-permitted", "stale-epoch"}) {
        const auto refused = forge(std::unexpected(Problem{.status = 409, .name = name, .title = "No.", .entry = 0}));
        EXPECT_EQ(refused.code, 1);
        EXPECT_THAT(refused.output, HasSubstr("stays in the outbox"));
        EXPECT_EQ(outbox(), 1U);
    }
    EXPECT_EQ(round().at("sent").size(), 1U);
}

}  // namespace
}  // namespace clients::test
