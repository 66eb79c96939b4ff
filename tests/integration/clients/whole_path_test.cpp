// The whole path with real programs: what is sent is read by whom it is for, and by nobody else.
#include <gtest/gtest.h>

#include <cstdlib>

#include "clients/core/session/compiling.hpp"
#include "clients/core/session/joining.hpp"
#include "clients/core/session/opening.hpp"
#include "crypto/age/open.hpp"
#include "protocol/content/request_text.hpp"
#include "protocol/content/response_text.hpp"
#include "tests/integration/clients/acting.hpp"
#include "tests/support/files.hpp"

namespace clients::test {
namespace {

using namespace protocol;
using ::test::read_file;

const std::filesystem::path shared_data = std::filesystem::path(NFP_SHARED_DIR) / "data";

// The files that people wrote are not part of the sources: absent, this fails in CI and is skipped elsewhere.
bool shared_data_is_there() { return std::filesystem::exists(shared_data / "requests"); }
#define NEEDS_SHARED_DATA()                                                                     \
    if (!shared_data_is_there()) {                                                              \
        if (std::getenv("CI")) FAIL() << "the sample data are absent: " << shared_data;         \
        GTEST_SKIP() << "the sample data are absent: " << shared_data;                          \
    }

content::RequestDraft request_of(const std::string& text) {
    auto draft = content::parse_request_text(text, reading_rules());
    if (!draft) throw std::runtime_error("line " + std::to_string(draft.error().line));
    return *draft;
}

RequestItem send_request(Session& session, const std::string& text) {
    const auto draft = request_of(text);
    const auto to = std::visit([](const auto& value) { return content::InformationDestination(value); }, draft.destination);
    must(session.sync());
    const auto circles = circles_for(session, to);
    if (!circles) throw std::runtime_error(circles.error().message());
    const auto sent = send(session, request_draft(draft.request, *circles));
    must(session.sync());
    return must(resolve_request(session, load_exchange(session), sent.receipts.front().leaf.number->text()));
}

Sent respond(Session& session, const std::string& reference, const std::string& text) {
    must(session.sync());
    const auto item = must(resolve_request(session, load_exchange(session), reference));
    const auto draft = content::parse_response_text(text, *item.request);
    if (!draft) throw std::runtime_error("line " + std::to_string(draft.error().line));
    return send(session, response_draft(session, item, draft->response));
}

constexpr const char* plain_request =
    "Title: A question\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Questions\n1. Is it so? [yes/no]\n";
std::string answer(const char* mark, const char* value) {
    return std::string("Language: en\nDissemination: ") + mark + "\n\n## Answers\n1. " + value + "\n";
}

TEST(WholePath, takes_every_good_sample_from_its_author_to_its_readers) {
    NEEDS_SHARED_DATA();
    RunningNetwork net({"be", "fr", "pt", "de", "cz", "md", "ua", "gr", "bg", "mk", "rs", "hu", "it"});
    unsigned requests = 0, responses = 0;
    for (const auto& file : std::filesystem::directory_iterator(shared_data / "requests")) {
        const auto name = file.path().filename().string();
        if (name.starts_with("bad-") || name.starts_with("ask-") || name == "README.md") continue;
        SCOPED_TRACE(name);
        Session& author = net.member(name.starts_with("detention") ? "dmr" : "be");
        const auto expected = request_of(read_file(file.path())).request;
        const auto item = send_request(author, read_file(file.path()));
        ++requests;
        // Every state that was addressed reads exactly what was written; nobody else is given a byte.
        for (const std::string code : {"dmr", "be", "fr", "pt", "de", "cz", "md", "ua", "gr", "bg", "mk", "rs", "hu", "it"}) {
            Session& reader = net.member(code);
            must(reader.sync());
            const Person& person = *reader.state().find_person(reader.identity().handle);
            const bool addressed = std::ranges::any_of(
                item.origin.audience, [&](const Circle& c) { return reader.state().belongs(person, c, unix_now()); });
            const auto found = resolve_request(reader, load_exchange(reader), id_text(item.origin.id));
            EXPECT_EQ(found.has_value(), addressed) << code;
            if (found) {
                EXPECT_EQ(found->request, expected) << code;
            }
            EXPECT_EQ(reader.store().entry_by_id(item.origin.id).has_value(), addressed) << code;
        }
        const auto stem = name.substr(0, name.find('.'));
        for (const auto& response_file : std::filesystem::directory_iterator(shared_data / "responses")) {
            const auto response_name = response_file.path().filename().string();
            if (!response_name.starts_with(stem + ".")) continue;
            SCOPED_TRACE(response_name);
            respond(net.member(response_name.substr(stem.size() + 1, 2)), item.number.text(), read_file(response_file.path()));
            ++responses;
        }
    }
    EXPECT_GE(requests, 3U);
    EXPECT_GE(responses, 3U);
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    EXPECT_TRUE(load_exchange(dmr).faults.empty());
    EXPECT_EQ(load_exchange(dmr).responses.size(), responses);
}

TEST(WholePath, gives_no_other_state_a_byte_or_a_key_of_an_answer_to_the_requester) {
    RunningNetwork net({"fr", "de", "gr"});
    const auto request = send_request(net.member("fr"), plain_request);
    const auto sent = respond(net.member("de"), request.number.text(), answer("requester", "yes -- for France alone"));
    const EntryId id = sent.receipts.front().leaf.id;
    must(net.member("fr").sync());
    ASSERT_EQ(load_exchange(net.member("fr")).responses.size(), 1U);

    for (const char* other : {"gr", "dmr"}) {
        Session& outsider = net.member(other);
        must(outsider.sync());
        EXPECT_TRUE(load_exchange(outsider).responses.empty());
        EXPECT_FALSE(outsider.store().entry_by_id(id)) << "delivered to " << other;
        const auto client = must(outsider.gateway());
        const auto forbidden = client->entry(id);
        const auto absent = client->entry(crypto::sha256("no such entry"));
        ASSERT_FALSE(forbidden);
        ASSERT_FALSE(absent);
        EXPECT_EQ(forbidden.error().problem->name, absent.error().problem->name);
        EXPECT_EQ(forbidden.error().problem->status, absent.error().problem->status);
        // Even with the ciphertext, which only the requester and the author hold, none of its keys opens it.
        const auto stored = net.member("fr").store().entry_by_id(id);
        const auto entry = parse_entry(stored->entry);
        for (std::size_t stanza = 0; stanza < entry->header.audience.size(); ++stanza) {
            EXPECT_FALSE(crypto::age::open_stanza(outsider.identity().age, stanza, entry->body));
            for (const auto& [circle, state] : outsider.state().circles())
                for (const auto& [epoch, unused] : state.epochs)
                    if (const auto* secret = outsider.keyring().find({circle, epoch})) {
                        EXPECT_FALSE(crypto::age::open_stanza(*secret, stanza, entry->body)) << circle.text();
                    }
        }
    }
}

TEST(WholePath, a_later_answer_replaces_an_earlier_one_which_stays_visible) {
    RunningNetwork net({"fr", "de"});
    const auto request = send_request(net.member("dmr"), plain_request);
    respond(net.member("fr"), request.number.text(), answer("network", "yes"));
    respond(net.member("fr"), request.number.text(), answer("network", "no -- corrected"));
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    const auto compiled = compilation::compile(compilation_input(dmr, load_exchange(dmr), request, content::Language::en));
    EXPECT_EQ(compiled.totals.responded, 1U);
    EXPECT_EQ(compiled.totals.superseded, 1U);
    EXPECT_EQ(compiled.totals.silent, 1U);
    EXPECT_EQ(compiled.questions.front().no, 1U);
    EXPECT_EQ(compiled.questions.front().yes, 0U);
}

TEST(WholePath, tells_another_reader_not_open_where_the_requester_sees_silence) {
    RunningNetwork net({"fr", "de", "gr"});
    const auto request = send_request(net.member("dmr"), plain_request);
    respond(net.member("fr"), request.number.text(), answer("requester", "yes"));
    Session& de = net.member("de");
    must(de.sync());
    const auto item = must(resolve_request(de, load_exchange(de), request.number.text()));
    const auto seen_by_de = compilation::compile(compilation_input(de, load_exchange(de), item, content::Language::en));
    EXPECT_EQ(seen_by_de.totals.silent, 1U);   // itself: that it knows
    EXPECT_EQ(seen_by_de.totals.not_open, 2U);
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    const auto seen_by_dmr = compilation::compile(compilation_input(dmr, load_exchange(dmr), request, content::Language::en));
    EXPECT_EQ(seen_by_dmr.totals.silent, 2U);
    EXPECT_EQ(seen_by_dmr.totals.responded, 1U);
}

// Submits a finished entry past the client's own checks.
void submit_raw(Session& session, const Entry& entry) { must(must(session.gateway())->submit({entry_bytes(entry)})); }

TEST(WholePath, keeps_aside_an_answer_addressed_more_widely_than_its_mark) {
    RunningNetwork net({"fr", "de", "gr"});
    const auto request = send_request(net.member("dmr"), plain_request);
    Session& fr = net.member("fr");
    must(fr.sync());
    const auto item = must(resolve_request(fr, load_exchange(fr), request.number.text()));
    const auto answered = content::parse_response_text(answer("requester", "yes -- not for all"), *item.request);
    Draft draft = response_draft(fr, item, answered->response);
    draft.to = {Circle::network()};
    const auto sent = send(fr, draft);   // the gateway cannot see the mark
    Session& de = net.member("de");
    const auto report = must(de.sync());
    ASSERT_EQ(report.faults, std::vector{sent.receipts.front().index});
    EXPECT_EQ(load_exchange(de).faults.front().fault, "wider-than-mark");
    EXPECT_EQ(load_exchange(de).faults.front().author, "fr.01");
    EXPECT_TRUE(load_exchange(de).responses.empty());
}

TEST(WholePath, keeps_aside_a_body_that_was_lifted_from_another_entry) {
    RunningNetwork net({"fr", "de", "gr"});
    const auto request = send_request(net.member("fr"), plain_request);
    Session& de = net.member("de");
    must(de.sync());
    const auto stolen = parse_entry(de.store().entry_by_id(request.origin.id)->entry);
    Header header = stolen->header;   // the same ciphertext under a header and signature of one's own
    header.author = de.identity().handle;
    header.key = de.identity().key_id();
    submit_raw(de, make_entry(header, stolen->body, de.identity().sign));
    Session& gr = net.member("gr");
    EXPECT_EQ(must(gr.sync()).faults.size(), 1U);
    EXPECT_EQ(load_exchange(gr).faults.front().fault, "bind-mismatch");
    EXPECT_EQ(load_exchange(gr).faults.front().author, "de.01");
    EXPECT_EQ(load_exchange(gr).requests.size(), 1U);
}

TEST(WholePath, refuses_words_that_are_not_those_of_the_keys) {
    RunningNetwork net({"fr", "de"});
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    EXPECT_EQ(invite(dmr, {.handle = *Handle::parse("fr.02"), .role = Role::officer, .valid_s = 1000}).error().code,
              errc::not_authorised);
    Session& fr = net.member("fr");
    EXPECT_EQ(invite(fr, {.handle = *Handle::parse("de.02"), .role = Role::focal_point, .valid_s = 1000}).error().code,
              errc::not_authorised);
    EXPECT_EQ(invite(fr, {.handle = *Handle::parse("fr.02"), .role = Role::officer, .valid_s = 1000}).error().code,
              errc::not_authorised);

    const auto handle = *Handle::parse("dmr.02");
    const auto file = must(invite(dmr, {.handle = handle, .role = Role::officer, .valid_s = 86'400}));
    auto second = net.new_session("dmr2");
    const auto words = must(join(*second, *parse_invitation_file(file),
                                 {.name = "Officer Two", .email = "two@dmr.example", .institution = {}, .telephone = {}}));
    EXPECT_EQ(second->sync().error().code, session_errc::not_admitted);
    const auto candidate = must(clients::candidate(dmr, handle));
    auto typed = crypto::safety_words_text(words);
    std::swap(typed[0], typed[1]);
    EXPECT_EQ(approve(dmr, candidate, typed, {}).error().code, session_errc::words_mismatch);
    EXPECT_EQ(second->sync().error().code, session_errc::not_admitted);
    must(approve(dmr, candidate, crypto::safety_words_text(words), {}));
    must(second->sync());
    // A new officer reads at once what the secretariat reads, the past too.
    EXPECT_NE(second->keyring().find({Circle::of(Member::dmr()), 1}), nullptr);
    EXPECT_EQ(directory(*second).size(), 4U);
    for (const auto& row : directory(*second)) EXPECT_TRUE(row.contact) << row.person.handle.text();
}

TEST(WholePath, keeps_in_the_outbox_what_was_not_receipted) {
    RunningNetwork net({"fr"});
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    auto composer = must(dmr.compose());
    const auto draft = request_draft(request_of(plain_request).request, {Circle::network()});
    ASSERT_FALSE(composer.add(draft));
    net.gateway.stop();
    const auto failed = dmr.send(composer, &draft);
    ASSERT_FALSE(failed);
    EXPECT_EQ(dmr.store().outbox().size(), 1U);
    EXPECT_EQ(load_exchange(dmr).requests.size(), 0U);
}

TEST(WholePath, gives_the_same_receipt_for_the_same_entry) {
    RunningNetwork net({"fr"});
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    auto composer = must(dmr.compose());
    const auto draft = request_draft(request_of(plain_request).request, {Circle::network()});
    ASSERT_FALSE(composer.add(draft));
    const auto bytes = entry_bytes(composer.batch().front());
    auto client = must(dmr.gateway());
    const auto first = must(client->submit({bytes}));
    const auto again = must(client->submit({bytes}));
    EXPECT_FALSE(first.repeated);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(first.receipts, again.receipts);
}

TEST(WholePath, a_widened_list_brings_the_past_and_a_narrowed_one_withholds_it) {
    RunningNetwork net({"fr", "de"});
    Session& dmr = net.member("dmr");
    const auto set_reading = [&](const std::vector<const char*>& circles) {
        must(dmr.sync());
        const auto& current = dmr.state().members().at(*Member::parse("de")).lists.at(ListSide::dmr);
        AccessClaim claim{.list = current.first, .replaces = current.second};
        claim.list.rules.front().read.clear();
        for (const char* circle : circles) claim.list.rules.front().read.push_back(*CirclePattern::parse(circle));
        auto composer = must(dmr.compose());
        ASSERT_FALSE(composer.add({.kind = Kind::access, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}}));
        must(dmr.send(composer, nullptr));
    };
    set_reading({"state:de"});
    const auto request = send_request(dmr, plain_request);
    Session& de = net.member("de");
    must(de.sync());
    EXPECT_FALSE(de.store().entry_by_id(request.origin.id));
    set_reading({"state:de", "network"});
    must(de.sync());
    EXPECT_TRUE(resolve_request(de, load_exchange(de), request.number.text()));
}

}  // namespace
}  // namespace clients::test
