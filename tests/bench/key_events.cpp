// What it takes a network of full size, over real TLS and a real database, when somebody leaves, loses a device or comes back:
// entries, bytes, and seconds until every circle that they could know is fresh and its keys have reached all members. Fails when
// in the end a circle is stale, or somebody cannot read what is theirs.
// usage: key-events [TIMES], how often each revocation is measured (3): medians are printed
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "clients/core/session/devices.hpp"
#include "clients/core/session/exchange.hpp"
#include "clients/core/session/recovering.hpp"
#include "clients/core/session/recovery_sheets.hpp"
#include "clients/core/session/revoking.hpp"
#include "clients/core/session/upkeep.hpp"
#include "crypto/random.hpp"
#include "tests/bench/crowd.hpp"
#include "tests/bench/measured.hpp"
#include "tests/bench/member_states.hpp"
#include "tests/bench/progress.hpp"
#include "tests/bench/watchers.hpp"
#include "tests/integration/clients/acting.hpp"

namespace {

using namespace bench;
using namespace clients;
using namespace clients::test;
using namespace protocol;
using crypto::recovery::RecoverySecret;

const std::string observer = "ua.03";   // takes part in nothing

// What `nfp revoke` does: the entry, and at once the next epochs of what it closed, as far as this client can make them.
void revoke_and_renew(Session& session, const RevocationClaim& claim) {
    auto planned = must(plan_revocation(session, claim));
    must(session.send(planned.composer, nullptr));
    must(session.sync());
    std::vector<Circle> needed;
    for (const auto& closed : planned.consequences.closed) needed.push_back(closed.circle);
    const auto upkeep = must(tend(session, needed));
    if (!upkeep.failed.empty()) throw std::runtime_error("upkeep: " + upkeep.failed.front().why.code.message());
}

// By a colleague, who can renew all of it.
Figures revoked_by_colleague(Crowd& crowd, const std::string& state) {
    Session& colleague = crowd.person(state + ".01");
    up_to_date(colleague);
    Measured measured(crowd.person(observer));
    revoke_and_renew(colleague, revocation_of(state + ".03"));
    crowd.left(state + ".03");
    return measured.await();
}

// By the secretariat, which does not hold the state's circle, while one client of each state and one of the secretariat follow
// the register.
Figures revoked_by_secretariat(Crowd& crowd, const std::string& state) {
    std::vector<Session*> following{&crowd.person("dmr.02")};
    for (const auto& code : member_states) following.push_back(&crowd.person(code + ".01"));
    for (Session* session : following) up_to_date(*session);
    up_to_date(crowd.person("dmr.01"));
    Watchers watchers(following);
    ::sleep(2);   // until they all wait
    Measured measured(crowd.person(observer));
    revoke_and_renew(crowd.person("dmr.01"), revocation_of(state + ".03"));
    crowd.left(state + ".03");
    auto out = measured.await();
    watchers.stop();
    return out;
}

struct Rotations {
    Figures state, network;
};
// Each by itself: somebody has been revoked, and a colleague makes the state's next epoch, then the network's.
Rotations rotated(Crowd& crowd, const std::string& state) {
    Session& colleague = crowd.person(state + ".01");
    revoke(colleague, state + ".03");
    crowd.left(state + ".03");
    const auto rotate = [&](const Circle& circle) {
        up_to_date(colleague);
        const auto start = Clock::now();
        auto composer = must(colleague.compose());
        Keyring made;
        if (const auto error = composer.add_rotation(circle, made)) throw std::runtime_error(error.message());
        const auto sent = must(colleague.send(composer, nullptr, std::move(made)));
        Figures out{.renewed = 1, .entries = sent.receipts.size(), .bytes = sent.bytes, .fresh_s = seconds_since(start)};
        Session& reader = crowd.person((circle == Circle::network() ? "dmr" : state) + ".02");
        const auto next = composer.state().find_circle(circle)->current();
        must(reader.sync());
        if (!reader.keyring().find({circle, next})) throw std::runtime_error(circle.text() + ": the new epoch did not arrive");
        out.handed_s = seconds_since(start);
        return out;
    };
    Rotations out{.state = rotate(Circle::of(*Member::parse(state))), .network = {}};
    out.network = rotate(Circle::network());
    up_to_date(colleague);
    for (const Circle& circle : closed_circles(colleague))   // groups
        rotate(circle);
    return out;
}

// Makes a sheet, loses one of its holders' device, and lets them back in on an empty home.
void measure_recovery(Crowd& crowd, const std::string& state) {
    Session& maker = crowd.person(state + ".01");
    const std::string who = state + ".02";
    up_to_date(maker);
    const auto secret = crypto::random_secret<RecoverySecret>();
    Keyring made;
    const auto sheet = must(plan_sheet(maker, derive_key(secret).public_key(), {*Handle::parse(who)}, made));
    must(maker.send(sheet, nullptr, std::move(made)));
    up_to_date(maker);

    Measured measured(crowd.person(observer));
    const auto start = Clock::now();
    auto session = crowd.net.new_session(who + "-again");
    const Lost lost{.gateway = maker.identity().gateway, .pin = crowd.net.gateway.pin(), .handle = *Handle::parse(who)};
    const auto place = must(find_recovery(lost, secret, "en"));
    const auto restored = must(recover(*session, lost, place, secret));
    const double read_s = seconds_since(start);
    must(session->sync());
    std::size_t fetched = 0, bytes = 0;
    session->store().each_entry(0, [&](const StoredEntry& stored) {
        ++fetched;
        bytes += stored.entry.size() + stored.leaf.size();
        return true;
    });
    const auto closed = closed_circles(*session);
    must(tend(*session, closed));
    crowd.moved(who, std::move(session));
    const auto renewed = measured.await();
    print("the only device replaced with a recovery sheet", renewed);
    std::printf("  from an empty home: past readable after %.2f s; %zu entries, %zu bytes; %llu opened, %zu keys\n", read_s,
                fetched, bytes, static_cast<unsigned long long>(restored.opened), restored.keys);
}

void measure_device(Crowd& crowd, const std::string& who) {
    Session& session = crowd.person(who);
    up_to_date(session);
    const auto file = *parse_invitation_file(must(invite_device(session, 3'600)));
    auto second = crowd.net.new_session(who + "-second");
    must(join_device(*second, file));
    const auto candidate = must(device_candidate(session, file));
    must(approve_device(session, candidate));
    must(second->sync());
    up_to_date(session);
    auto claim = revocation_of(who);
    claim.device = candidate.key;
    claim.reason = RevocationReason::lost;
    Measured measured(crowd.person(observer));
    revoke_and_renew(session, claim);
    print("one of a person's two devices revoked, by the other", measured.await());
    if (second->sync()) throw std::runtime_error("the revoked device is still let in");
}

// All is fresh, and everybody reads all that is theirs.
std::size_t faults(Crowd& crowd) {
    std::size_t out = 0;
    const auto wrong = [&](const std::string& who, const std::string& what) {
        std::fprintf(stderr, "%s: %s\n", who.c_str(), what.c_str());
        ++out;
    };
    crowd.all_up_to_date();
    Progress progress("what everybody reads", crowd.sessions().size());
    for (const auto& [handle, session] : crowd.sessions()) {
        const auto& state = session->state();
        for (const auto& [circle, known] : state.circles())
            if (known.current() > 0 && state.stale(circle, register_now(*session))) wrong(handle, circle.text() + " is stale");
        if (const auto closed = session->view().unopened.size()) wrong(handle, std::to_string(closed) + " entries without a key");
        const auto exchange = load_exchange(*session);
        if (!exchange.faults.empty()) wrong(handle, std::to_string(exchange.faults.size()) + " entries kept aside");
        const auto is_read = [](const InformationItem& item) { return item.information.has_value(); };
        const auto read = static_cast<std::size_t>(std::ranges::count_if(exchange.information, is_read));
        const auto theirs = crowd.messages_for(handle);
        if (read != theirs) wrong(handle, std::to_string(read) + " of " + std::to_string(theirs) + " messages read");
        progress.step();
    }
    return out;
}

void measure(Crowd& crowd, std::size_t times) {
    print_heading();
    const auto several = [&](const char* what, Figures (*event)(Crowd&, const std::string&), std::size_t first_state) {
        Progress progress(what, times);
        std::vector<Figures> all;
        for (std::size_t i = 0; i < times; ++i) {
            all.push_back(event(crowd, member_states[first_state + i]));
            progress.step();
        }
        print(what, median(std::move(all)));
    };
    several("a person revoked by a colleague", revoked_by_colleague, 0);
    several("a person revoked by the secretariat, 47 clients following", revoked_by_secretariat, 6);
    std::vector<Figures> state_rotations, network_rotations;
    for (std::size_t i = 0; i < times; ++i) {
        const auto pair = rotated(crowd, member_states[20 + i]);
        state_rotations.push_back(pair.state);
        network_rotations.push_back(pair.network);
    }
    print("one rotation of a state's circle", median(state_rotations));
    print("one rotation of network", median(network_rotations));
    measure_device(crowd, member_states[30] + ".02");
    measure_recovery(crowd, member_states[31]);
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    const std::size_t times = argc > 1 ? std::clamp<std::size_t>(std::strtoul(argv[1], nullptr, 10), 1, 6) : 3;
    try {
        const auto start = Clock::now();
        Crowd crowd;
        const auto size = static_cast<unsigned long long>(crowd.person(observer).view().next);
        std::printf("%zu persons, %zu messages, %llu entries in the register, made in %.0f s\n", crowd.sessions().size(),
                    crowd.messages(), size, seconds_since(start));
        measure(crowd, times);
        if (faults(crowd) > 0) return 1;
        std::printf("in the end every circle is fresh, and everybody reads what is theirs\n");
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "key-events: %s\n", failed.what());
        return 1;
    }
}
