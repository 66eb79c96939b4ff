#include "tests/bench/crowd.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "clients/core/session/consenting.hpp"
#include "clients/core/session/register_words.hpp"
#include "clients/core/session/upkeep.hpp"
#include "tests/bench/member_states.hpp"
#include "tests/bench/progress.hpp"
#include "tests/integration/clients/acting.hpp"

namespace bench {

using namespace clients;
using namespace clients::test;
using namespace protocol;

Crowd::Crowd() : net({}, member_states) {
    sessions_["dmr.01"] = &net.member("dmr");
    admit_first_persons();
    admit_second_officer();
    for (const char* number : {".02", ".03"}) admit_further_persons(number);
    make_group("group:coast", 0, 12);
    make_group("group:north", 6, 12);
    write_history();
    all_up_to_date();
}

// Each verifies the whole register for themself, which is most of the time: on all cores.
void Crowd::all_up_to_date() {
    std::vector<Session*> all;
    for (const auto& [handle, session] : sessions_) all.push_back(session);
    Progress progress("everybody takes in the register", all.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t at = next++; at < all.size(); at = next++) {
            up_to_date(*all[at]);
            progress.step();
        }
    };
    std::vector<std::future<void>> running;
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < cores; ++i) running.push_back(std::async(std::launch::async, work));
    for (auto& one : running) one.get();
}

void Crowd::moved(const std::string& handle, std::unique_ptr<Session> session) {
    sessions_[handle] = session.get();
    own_.push_back(std::move(session));
}

void Crowd::admit_first_persons() {
    Progress progress("a first person of each state", member_states.size());
    for (const auto& state : member_states) {
        net.admit(state);
        sessions_[state + ".01"] = &net.member(state);
        progress.step();
    }
}

void Crowd::admit_second_officer() {
    auto enrolled = net.enrol("dmr.02", "dmr.02", Role::officer);
    must(approve(net.member("dmr"), enrolled.candidate, enrolled.words, std::nullopt));
    must(enrolled.session->sync());
    moved("dmr.02", std::move(enrolled.session));
}

// Argon2id would be most of what so many homes cost: these have the passphrase, and its work, of one that is there.
std::unique_ptr<Session> Crowd::new_session(const std::string& name) {
    const auto like = net.home("dmr");
    if (!passphrase_key_) passphrase_key_ = Home::unlock(like, crypto::to_secret("a passphrase for tests")).value();
    const auto folder = net.home(name);
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    std::filesystem::copy_file(like / "home.json", folder / "home.json");
    return std::make_unique<Session>(Home::open(folder, *passphrase_key_).value(), "en");
}

// Their designations are proposed in one batch, without the telephone calls; the entries are those of any approval.
void Crowd::admit_further_persons(const std::string& number) {
    Progress progress("a further person of each, " + number + ", agreed to by their state", member_states.size());
    Session& dmr = net.member("dmr");
    up_to_date(dmr);
    auto composer = must(dmr.compose());
    for (const auto& state : member_states) {
        const auto handle = *Handle::parse(state + number);
        auto session = new_session(handle.text());
        auto identity = Identity::generate(handle, dmr.identity().gateway, dmr.pins());
        identity.network = dmr.state().network();
        const DesignationClaim claim{.handle = handle, .role = Role::focal_point, .keys = identity.public_keys(),
                                     .from = {}, .until = {}, .replaces = {}};
        const Contact contact{.name = handle.text(), .email = "person@ministry.example", .institution = {}, .telephone = {}};
        const Draft designation{.kind = Kind::designation, .to = {Circle::network()}, .devices = {}, .refs = {}, .claim = claim,
                                .content = contact_json(contact)};
        if (const auto error = composer.add(designation)) throw std::runtime_error(error.message());
        session->adopt(std::move(identity), {});
        moved(handle.text(), std::move(session));
    }
    must(dmr.send(composer, nullptr));
    for (const auto& state : member_states) {
        Session& first = net.member(state);
        must(first.sync());
        for (const auto& waiting : waiting_proposals(first))
            if (waiting.mine) {
                const auto keys = proposed_keys(first, waiting.proposal);
                const auto words = words_of(first, *keys, first.state().genesis().pins);
                must(consent(first, waiting, crypto::safety_words_text(words)));
            }
        progress.step();
    }
}

void Crowd::make_group(const std::string& name, std::size_t first, std::size_t count) {
    const auto circle = *Circle::parse(name);
    act(net.member("dmr"), CircleClaim{.circle = circle, .action = CircleClaim::Action::create});
    for (std::size_t at = first; at < first + count; ++at)
        act(net.member(member_states[at]), CircleClaim{.circle = circle, .action = CircleClaim::Action::join});
    Session& founder = net.member(member_states[first]);
    up_to_date(founder);
    must(tend(founder, {circle}));
}

void Crowd::write(const std::string& author, const std::vector<std::string>& to, std::size_t count) {
    Session& session = person(author);
    up_to_date(session);
    Written written{.to = {}, .count = count};
    for (const auto& circle : to) written.to.push_back(*Circle::parse(circle));
    auto composer = must(session.compose());
    for (std::size_t i = 0; i < count; ++i)
        if (const auto error = composer.add(a_draft("A message", written.to))) throw std::runtime_error(error.message());
    must(session.send(composer, nullptr));
    written_.push_back(std::move(written));
}

void Crowd::write_history() {
    Progress progress("a history of messages", member_states.size());
    for (std::size_t at = 0; at < member_states.size(); ++at) {
        const auto& state = member_states[at];
        write(state + ".01", {"network"}, 4);
        write(state + ".01", {"dmr", "state:" + state}, 3);
        if (at < 12) write(state + ".01", {"group:coast"}, 2);
        progress.step();
    }
}

std::size_t Crowd::messages() const {
    std::size_t out = 0;
    for (const auto& written : written_) out += written.count;
    return out;
}

std::size_t Crowd::messages_for(const std::string& handle) {
    const Session& session = person(handle);
    const std::int64_t now = register_now(session);
    const Person* me = session.state().find_active(*Handle::parse(handle), now);
    std::size_t out = 0;
    const auto is_theirs = [&](const Circle& to) { return me && session.state().belongs(*me, to, now); };
    for (const auto& written : written_)
        if (std::ranges::any_of(written.to, is_theirs)) out += written.count;
    return out;
}

}  // namespace bench
