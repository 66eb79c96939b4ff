// Who may do what: every kind, by every role, to every sort of circle, about one's own state and another; then every reader of
// what was taken. The rows are computed from the table of kinds, each goes over real TLS through every endpoint, and what is to
// come of it is stated below in the words of docs/protocol.md, without asking the code that decides.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "protocol/kinds.hpp"
#include "tests/integration/gateway/gateway_fixture.hpp"
#include "tests/support/pushed_deliveries.hpp"
#include "tests/support/stream_client.hpp"

namespace test {
namespace {

using namespace protocol;

// ---- the world, and what is true in it ----

const std::vector<std::string> authors{"dmr.01", "fr.01", "de.01"};
const std::vector<std::string> readers{"dmr.01", "fr.01", "de.01", "se.01"};

// Who is within a circle; the circles that nobody is in do not exist. `group:keyless` has a member and no epoch yet.
const std::map<std::string, std::set<std::string>> within{
    {"network", {"dmr.01", "fr.01", "de.01", "se.01"}}, {"dmr", {"dmr.01"}}, {"state:fr", {"fr.01"}}, {"state:de", {"de.01"}},
    {"group:ours", {"fr.01", "de.01"}}, {"group:theirs", {"de.01", "se.01"}}, {"group:keyless", {"fr.01"}},
    {"group:absent", {}}, {"meeting:2026-1", {}}, {"person:fr.01", {}}};

bool is_within(const std::string& handle, const std::string& circle) { return within.at(circle).contains(handle); }
bool exists(const std::string& circle) { return !within.at(circle).empty(); }
bool has_key(const std::string& circle) { return exists(circle) && circle != "group:keyless"; }
bool is_officer(const std::string& handle) { return handle == "dmr.01"; }
std::string member_of(const std::string& handle) { return handle.substr(0, handle.find('.')); }
std::string own_circle(const std::string& handle) { return is_officer(handle) ? "dmr" : "state:" + member_of(handle); }
std::string somebody_else(const std::string& handle) {
    return handle == "dmr.01" ? "fr.01" : handle == "fr.01" ? "de.01" : "dmr.01";
}

// What the lists grant. By default: write everything everywhere, read the network, one's own circle and one's groups.
struct Lists {
    bool narrow_fr = false;  // fr's own list: information to the network, responses, and reading the network alone

    bool write(const std::string& handle, std::string_view kind, const std::string& circle) const {
        if (!narrow_fr || handle != "fr.01") return true;
        if (kind == "information") return circle == "network";
        return kind == "response" && !circle.starts_with("group:");
    }
    bool read(const std::string& handle, const std::string& circle) const {
        return !narrow_fr || handle != "fr.01" || circle == "network";
    }
};

// ---- rows ----

struct Row {
    std::string kind;
    std::string variant;      // which claim of that kind
    std::string author;
    std::string about;        // the person whose state, designation or request it is about: the author or somebody else
    std::string circle;       // empty: no audience
    bool with_own = false;    // the author's own circle is addressed too

    std::vector<std::string> audience() const {
        std::vector<std::string> out;
        if (!circle.empty()) out.push_back(circle);
        if (with_own) out.push_back(own_circle(author));
        return out;
    }
    std::string text() const {
        return kind + (variant.empty() ? "" : "/" + variant) + " by " + author + " about " + about + " to " +
               (circle.empty() ? "nobody" : circle) + (with_own ? " and own" : "");
    }
};

std::vector<std::string> variants_of(const KindRule& kind) {
    if (kind.kind == Kind::access) return {"dmr", "own"};
    if (kind.kind == Kind::circle) return {"create", "join"};
    return {""};
}

bool is_about_somebody(const KindRule& kind) {
    switch (kind.kind) {
        case Kind::access:
        case Kind::designation:
        case Kind::response:
        case Kind::revocation:
        case Kind::consent:
        case Kind::complaint:
        case Kind::retention: return true;
        default: return false;
    }
}

void add_rows(std::vector<Row>& out, const KindRule& kind, const std::string& variant, const std::string& author,
              const std::string& about) {
    out.push_back(
        {.kind = std::string(kind.name), .variant = variant, .author = author, .about = about, .circle = "", .with_own = false});
    for (const auto& [circle, handles] : within)
        for (const bool with_own : {false, true}) {
            // Who gets a key is fixed by its circle; nobody is addressed twice.
            if (with_own && (kind.carries_key || circle == own_circle(author))) continue;
            out.push_back({.kind = std::string(kind.name), .variant = variant, .author = author, .about = about,
                           .circle = circle, .with_own = with_own});
        }
}

std::vector<Row> all_rows() {
    std::vector<Row> out;
    for (const KindRule& kind : kind_table())
        for (const auto& variant : variants_of(kind))
            for (const auto& author : authors) {
                add_rows(out, kind, variant, author, author);
                if (is_about_somebody(kind)) add_rows(out, kind, variant, author, somebody_else(author));
            }
    return out;
}

// ---- what is to come of a row: "taken" or the name of the refusal ----

using Circles = std::set<std::string>;

Circles audience_of_request(const std::string& requester, const std::string& circle) {
    Circles out{circle};
    if (!is_within(requester, circle)) out.insert(own_circle(requester));
    return out;
}

// Sections 5 and 7, 8: "request, response, information".
std::string expected_of_writing(const Row& row, const Lists& lists) {
    // 1: the audience is circles, present when the body is
    if (row.circle.empty()) return "body-mismatch";
    if (!has_key(row.circle)) return "unknown-circle";                            // 6: circles exist and have a key
    // 7: the author is within a circle of the audience
    if (!is_within(row.author, row.circle) && !row.with_own) return "own-circle-missing";
    for (const auto& circle : row.audience())
        if (!lists.write(row.author, row.kind, circle)) return "not-permitted";   // 8: both lists grant it, for each circle
    if (row.kind != "response") return "taken";
    // 9: the reference is a request that the author may read; to all its readers, or to requester and own.
    const Circles asked = audience_of_request(row.about, row.circle);
    bool readable = false;
    for (const auto& circle : asked) readable = readable || (is_within(row.author, circle) && lists.read(row.author, circle));
    if (!readable) return "ref-unknown";
    const auto to = row.audience();
    const Circles audience(to.begin(), to.end());
    return audience == asked || audience == Circles{own_circle(row.about), own_circle(row.author)} ? "taken"
                                                                                                   : "audience-not-allowed";
}

// Section 5: "exactly its members; due when there is no epoch or the circle is stale"; "could know the epochs, to one direct
// member", and refused when it adds nothing.
std::string expected_of_key(const Row& row) {
    if (row.circle.empty()) return "body-mismatch";
    if (row.kind == "grant") {   // of the epoch of `network`, which all three authors know, and every member
        if (!has_key(row.circle)) return "unknown-circle";
        return row.circle == "dmr" || row.circle.starts_with("state:") ? "already-exists" : "audience-not-allowed";
    }
    if (!exists(row.circle)) return "unknown-circle";
    if (!is_within(row.author, row.circle)) return "not-authorised";
    return has_key(row.circle) ? "rotation-not-due" : "taken";
}

// Section 5: a designation goes to `network` and nowhere else; officers, or the person about themselves.
std::string expected_of_designation(const Row& row) {
    if (row.circle.empty()) return "body-mismatch";
    if (!has_key(row.circle)) return "unknown-circle";
    if (!is_within(row.author, row.circle) && !row.with_own) return "own-circle-missing";
    if (row.audience() != std::vector<std::string>{"network"}) return "audience-not-allowed";
    return is_officer(row.author) || row.about == row.author ? "taken" : "not-authorised";
}

// Section 5: "a party that waits": the state's own people to the secretariat's proposal, an officer to a state's.
std::string expected_of_consent(const Row& row) {
    if (row.about == row.author) return "not-authorised";                         // one's own proposal
    return is_officer(row.author) || is_officer(row.about) ? "taken" : "not-authorised";
}

std::string expected(const Row& row, const Lists& lists) {
    if (row.kind == "request" || row.kind == "response" || row.kind == "information") return expected_of_writing(row, lists);
    if (row.kind == "rotation" || row.kind == "grant") return expected_of_key(row);
    if (row.kind == "designation") return expected_of_designation(row);
    if (!row.circle.empty()) return "body-mismatch";                              // these have no audience and no body
    if (row.kind == "genesis") return "already-founded";
    if (row.kind == "member" || row.kind == "settings" || row.kind == "handover" || row.kind == "gateway")
        return is_officer(row.author) ? "taken" : "not-authorised";
    if (row.kind == "device") return "taken";                                     // one's own
    if (row.kind == "revocation") return is_officer(row.author) || row.about == row.author ? "taken" : "not-authorised";
    if (row.kind == "consent") return expected_of_consent(row);
    if (row.kind == "complaint") return row.about == row.author ? "taken" : "not-authorised";  // whom the key reached
    if (row.kind == "recovery") return is_officer(row.author) ? "not-authorised" : "taken";    // of the author's own state
    if (row.kind == "retention") return row.about == row.author ? "taken" : "not-authorised";  // of one's own circle
    if (row.kind == "circle") return row.variant == "join" || is_officer(row.author) ? "taken" : "not-authorised";
    if (row.kind == "access" && row.variant == "dmr") return is_officer(row.author) ? "taken" : "not-authorised";
    if (row.kind == "access") return row.about == row.author ? "taken" : "not-authorised";
    return "a kind that this test does not know: state its rules here";
}

// What a reader gets of an entry that was taken: "whole", "header-only" or "nothing".
std::string expected_share(const Row& row, const Entry& entry, const std::string& reader, const Lists& lists) {
    if (!entry.header.body) return "whole";   // the headers of governing entries go to every designated person
    // of group:keyless: fr alone
    const auto circles = row.kind == "rotation" ? std::vector<std::string>{"state:fr"} : row.audience();
    for (const auto& circle : circles)
        if (is_within(reader, circle) && lists.read(reader, circle)) return "whole";
    return find_kind(row.kind)->governing ? "header-only" : "nothing";
}

// ---- the endpoints ----

class rights : public FoundedGateway {
protected:
    // Connections stay open for the whole table, and a stream that submits is not read between two submissions.
    rights() : FoundedGateway({{"idle_timeout_ms", "600000"}, {"response_timeout_ms", "600000"}}) {}
    void SetUp() override {
        FoundedGateway::SetUp();
        admit("se.01");
        const Person& second = network.person("dmr.02");
        take("dmr.01", {network.governing(network.officer(),
                                          DesignationClaim{.handle = second.handle, .role = second.role, .keys = second.keys(),
                                                           .from = {}, .until = {}, .replaces = {}},
                                          network.audience_of({"network"}))});
        take("dmr.01", network.group("group:ours", {"fr.01", "de.01"}));
        take("dmr.01", network.group("group:theirs", {"de.01", "se.01"}));
        take("dmr.01", network.group("group:keyless", {"fr.01"}, /*with_key=*/false));
        take("dmr.01", network.group("group:open", {"se.01"}, /*with_key=*/false));
        for (const auto& requester : authors)
            for (const auto& [circle, handles] : within)
                if (has_key(circle)) {
                    const auto to = audience_of_request(requester, circle);
                    requests_.emplace(std::pair{requester, circle},
                                      network.request(network.person(requester), {to.begin(), to.end()}));
                    take(requester, {requests_.at({requester, circle})});
                }
        for (const auto& handle : readers) clients_.emplace(handle, connect(handle));
    }
    HttpsClient& client(const std::string& handle) { return clients_.at(handle); }

    // Submission: the outcome, "taken" or the problem's name.
    std::string outcome(const HttpResponse& response) { return response.status == 201 ? "taken" : response.problem(); }
    std::string submit_one(const std::string& who, const Entry& entry) { return outcome(client(who).submit(entry)); }
    std::string submit_batch(const std::string& who, const Entry& entry) {
        return outcome(client(who).submit(std::vector{entry}));
    }
    std::string submit_again(const std::string& who, const Entry& entry) {
        const auto first = client(who).submit(entry), again = client(who).submit(entry);
        if (first.status != 201) return again == first ? outcome(first) : "refused differently the second time";
        return again.status == 200 && again.body == first.body ? "taken" : "no second receipt like the first";
    }

    // On a stream the receipt, or the refusal, is that of POST, in its words.
    std::string submit_on_stream(const std::string& who, const Entry& entry) {
        auto& stream = stream_of(who);
        stream.submit(++submitted_, entry);
        const auto answer = stream.read_answer();
        const auto posted = client(who).submit(entry);
        if (answer.sequence != submitted_ || answer.repeated) return "an answer to something else";
        if (answer.result)
            return posted.status == 200 && wire::parse_receipts(posted.text()) == *answer.result ? "taken" : "another receipt";
        const auto refusal = parse_problem(posted.text());
        const auto words = [](const Problem& problem) {
            return std::tie(problem.status, problem.name, problem.title, problem.entry);
        };
        const bool alike =
            refusal && posted.status == answer.result.error().status && words(*refusal) == words(answer.result.error());
        return alike ? answer.result.error().name : "refused differently";
    }
    // One that was used a moment ago: who is not read answers no ping.
    StreamClient& stream_of(const std::string& who) {
        const auto now = std::chrono::steady_clock::now();
        if (!submitter_ || submitter_name_ != who || now - submitter_used_ > std::chrono::seconds(20)) {
            submitter_.emplace(gateway.port(), network.person(who), "?after=" + std::to_string(size_ - 1));
            submitter_name_ = who;
        }
        submitter_used_ = now;
        return *submitter_;
    }

    // Delivery: the share, "whole", "header-only" or "nothing", which is exactly what an absent entry gives.
    std::string get_by_id(const std::string& who, const Row&, const Entry& entry) {
        const auto response = client(who).get("/v1/entries/" + id_text(entry.id));
        if (response.status == 404)
            return response == client(who).get("/v1/entries/" + id_text(crypto::random_array<32>()))
                       ? "nothing"
                       : "told from an absent entry";
        const auto share = response.headers.at("nfp-delivered");
        const auto delivered = share == "whole" ? Delivered::whole : Delivered::header_only;
        return response.body == entry_bytes(entry, delivered) ? share : "other bytes";
    }
    std::string get_list(const std::string& who, const Row&, const Entry& entry) {
        for (const auto& delivery : page(client(who), "?after=" + std::to_string(looked_at_ - 1)).deliveries)
            if (parse_leaf(delivery.leaf)->id == entry.id)
                return delivery.delivered == Delivered::whole && delivery.entry == entry_bytes(entry) ? "whole"
                       : delivery.entry == entry_bytes(entry, Delivered::header_only)                 ? "header-only"
                                                                                                      : "other bytes";
        return "nothing";
    }
    // A response that refers to it, sent on a connection whose answer to an absent reference is known. Only requests are
    // answered.
    std::string refer_to(const std::string& who, const Row& row, const Entry& entry) {
        const auto answer = [&](const EntryId& id) {
            Circles to{own_circle(row.author), own_circle(who)};
            return network.written(network.person(who), "response", {to.begin(), to.end()}, {id});
        };
        const auto referring = answer(entry.id);
        const auto response = client(who).submit(referring);
        if (response.status == 201) {
            accept(referring);
            return "whole";
        }
        return response == client(who).submit(answer(crypto::random_array<32>())) ? "nothing" : "told from an absent entry";
    }

    void accept(const Entry& entry) {
        network.accept({entry});
        ++size_;
    }
    Entry make(const Row& row);
    Claim claim_of(const Row& row);
    // Entries that a row builds on; taken by the gateway.
    void take_first(const std::vector<Entry>& batch);
    DeviceClaim device_of(const Person& author);
    RevocationClaim revocation_of(const Row& row);
    EntryId proposal_of(const Row& row);
    EntryId rotation_for(const std::string& handle);
    RecoveryClaim recovery_of(const Person& author);
    void check(const Row& row, const Lists& lists);
    void check_delivery(const Row& row, const Entry& entry, const Lists& lists);
    void run(const char* what, const Lists& lists, const std::function<bool(const Row&)>& chosen);
    void report(const char* what) const;

    std::optional<StreamClient> submitter_;
    std::string submitter_name_;
    std::chrono::steady_clock::time_point submitter_used_;
    std::uint64_t submitted_ = 0;
    std::map<std::pair<std::string, std::string>, Entry> requests_;
    std::map<std::string, HttpsClient> clients_;
    std::map<std::string, unsigned> outcomes_, shares_;
    unsigned rows_ = 0, made_ = 0;
    std::uint64_t size_ = 0;        // of the register
    std::uint64_t looked_at_ = 0;   // index of the entry whose delivery is looked at
};

// Every endpoint takes and gives the same. One line each.
using Submit = std::string (rights::*)(const std::string&, const Entry&);
using Deliver = std::string (rights::*)(const std::string&, const Row&, const Entry&);

// ---- entries that are right in everything but what the row is about ----

Claim rights::claim_of(const Row& row) {
    const auto& state = network.state();
    const Person& author = network.person(row.author);
    const auto member = Member::parse(member_of(row.about)).value();
    if (row.kind == "genesis") {
        GenesisClaim claim = state.genesis();
        claim.keys = author.keys();
        return claim;
    }
    if (row.kind == "member") {   // a new one
        auto code = Member::parse("xa").value();
        for (char last = 'a'; state.members().contains(code); ++last) code = Member::parse(std::string{'x', last}).value();
        return MemberClaim{.member = code, .status = MemberClaim::Status::admitted, .replaces = {}};
    }
    if (row.kind == "designation") {
        const Person& about = network.person(row.about);
        return DesignationClaim{.handle = about.handle, .role = about.role, .keys = about.keys(), .from = {}, .until = {},
                                .replaces = state.find_person(about.handle)->designation};
    }
    if (row.kind == "circle") {
        using Action = CircleClaim::Action;
        const auto open = Circle::parse("group:open").value();
        if (row.variant == "create")
            return CircleClaim{.circle = Circle::parse("group:made-" + std::to_string(++made_)).value(),
                               .action = Action::create,
                               .history = true};
        const bool joined = state.find_circle(open)->joined.contains(author.handle.member());
        return CircleClaim{.circle = open, .action = joined ? Action::leave : Action::join, .history = true};
    }
    if (row.kind == "device") return device_of(author);
    if (row.kind == "revocation") return revocation_of(row);
    if (row.kind == "consent") return ConsentClaim{.proposal = proposal_of(row)};
    if (row.kind == "complaint") return ComplaintClaim{.entry = rotation_for(row.about)};
    if (row.kind == "recovery") return recovery_of(author);
    if (row.kind == "handover")
        return HandoverClaim{.closes = {network.officer().handle}, .opens = {Handle::parse("dmr.02").value()}};
    if (row.kind == "gateway") return GatewayClaim{.pins = state.genesis().pins, .replaces = state.gateway_entry()};
    if (row.kind == "retention") {
        const auto circle = Circle::parse(own_circle(row.about)).value();
        const auto& current = state.find_circle(circle)->retention;
        return RetentionClaim{.circle = circle, .years = 1, .replaces = current ? std::optional(current->entry) : std::nullopt};
    }
    if (row.kind == "grant") return GrantClaim{.circle = Circle::network(), .epochs = {1}};
    if (row.kind == "settings")
        return SettingsClaim{.values = {{"questions_max", 20}}, .founding_closed = false, .replaces = state.settings_entry()};
    AccessList list = default_access_list(member);
    list.side = row.variant == "own" ? ListSide::own : ListSide::dmr;
    const auto& lists = state.members().at(member).lists;
    const auto current = lists.find(list.side);
    return AccessClaim{.list = list, .replaces = current == lists.end() ? std::optional<EntryId>{} : current->second.second};
}

void rights::take_first(const std::vector<Entry>& batch) {
    EXPECT_EQ(client("dmr.01").submit(batch).status, 201u);
    network.accept(batch);
    size_ += batch.size();
}

DeviceClaim rights::device_of(const Person& author) {
    const Person added = make_person(author.handle.text());
    const auto line = device_line(network.state().network(), author.handle, added.keys());
    return {.keys = added.keys(), .proof = added.key.sign(crypto::Context::device, crypto::as_bytes(line))};
}

// Of the last device that the person added: there is one, because the rows of `device` come first.
RevocationClaim rights::revocation_of(const Row& row) {
    const auto& person = network.person(row.about);
    const auto& admitted = network.state().find_person(person.handle)->admitted_by;
    if (admitted.empty()) take_first({network.governing(person, device_of(person))});
    return {.handle = person.handle, .device = admitted.begin()->first, .keep = {}, .reason = RevocationReason::replaced};
}

// That a further focal point be designated, by the one whom the row is about, for the state of the two.
EntryId rights::proposal_of(const Row& row) {
    const auto state = !is_officer(row.about) ? member_of(row.about) : !is_officer(row.author) ? member_of(row.author) : "fr";
    const Person joiner = make_person(state + "." + std::to_string(100 + ++made_));
    const auto entry = network.governing(
        network.person(row.about),
        DesignationClaim{
            .handle = joiner.handle, .role = joiner.role, .keys = joiner.keys(), .from = {}, .until = {}, .replaces = {}},
        network.audience_of({"network"}));
    take_first({entry});
    return entry.id;
}

// Of a new group with nobody but this person's member in it.
EntryId rights::rotation_for(const std::string& handle) {
    const auto batch = network.group("group:alone-" + std::to_string(++made_), {handle});
    take_first(batch);
    return batch.back().id;
}

RecoveryClaim rights::recovery_of(const Person& author) {
    const auto sheet = make_person("fr.99");
    const auto member = is_officer(author.handle.text()) ? Member::parse("fr").value() : author.handle.member();
    const auto* current = network.state().recovery_in_force(member, network.now());
    return {.member = member,
            .action = RecoveryMake{.keys = {.sign = sheet.key.verify_key(), .age = sheet.age.recipient()},
                                   .holders = {author.handle},
                                   .replaces = current ? std::optional(current->entry) : std::nullopt}};
}

Entry rights::make(const Row& row) {
    const Person& author = network.person(row.author);
    const KindRule& kind = *find_kind(row.kind);
    if (kind.written_by_people) {
        std::vector<EntryId> refs;
        if (kind.kind == Kind::response) {
            const std::string to = row.circle.empty() ? "network" : row.circle;
            refs.push_back(has_key(to) ? requests_.at({row.about, to}).id : crypto::random_array<32>());
        }
        if (!row.circle.empty()) return network.written(author, row.kind, row.audience(), refs);
        auto header = network.draft(author, row.kind);
        header.refs = refs;
        return make_entry(header, {}, author.key);
    }
    if (kind.kind >= Kind::device && !row.circle.empty()) {  // refused for its body, before the claim is looked at
        auto header = network.draft(author, row.kind);
        header.claim = claim_json(ConsentClaim{});
        header.audience = network.audience_of(row.audience());
        return network.seal(author, std::move(header), SecretJson{{"text", "nothing"}});
    }
    if (kind.kind != Kind::rotation) return network.governing(author, claim_of(row), network.audience_of(row.audience()));

    // A rotation is addressed to exactly the circle's members; where there are none, to somebody who exists.
    auto circle = row.circle.empty() ? "network" : row.circle;
    if (circle == "group:keyless") {   // a new one each time: once taken, it has a key
        circle = "group:keyless-" + std::to_string(++made_);
        take_first(network.group(circle, {"fr.01"}, /*with_key=*/false));
    }
    if (exists(row.circle.empty() ? "network" : row.circle) && !row.circle.empty()) return network.rotation(author, circle);
    const RotationClaim claim{
        .circle = Circle::parse(circle).value(), .epoch = 1, .key = author.age.recipient(), .history = true};
    return network.governing(author, claim,
                             row.circle.empty() ? std::vector<Audience>{} : network.audience_of({own_circle(row.author)}));
}

// ---- the table ----

void rights::check(const Row& row, const Lists& lists) {
    static constexpr std::pair<const char*, Submit> endpoints[] = {
        {"one", &rights::submit_one},
        {"batch", &rights::submit_batch},
        {"again", &rights::submit_again},
        {"stream", &rights::submit_on_stream},
    };
    const auto wanted = expected(row, lists);
    ++rows_;
    ++outcomes_[wanted];
    for (const auto& [name, submit] : endpoints) {
        const Entry entry = make(row);
        EXPECT_EQ((this->*submit)(row.author, entry), wanted) << row.text() << ", endpoint: " << name;
        if (wanted != "taken") continue;
        looked_at_ = size_;
        accept(entry);
        if (name == std::string_view("one")) check_delivery(row, entry, lists);
    }
    ASSERT_EQ(tree().first, size_) << "the register holds something else than what was taken: " << row.text();
}

void rights::check_delivery(const Row& row, const Entry& entry, const Lists& lists) {
    static constexpr std::pair<const char*, Deliver> endpoints[] = {
        {"list", &rights::get_list},
        {"by id", &rights::get_by_id},
        {"reference", &rights::refer_to},
    };
    for (const auto& reader : readers) {
        const auto wanted = expected_share(row, entry, reader, lists);
        ++shares_[wanted];
        for (const auto& [name, deliver] : endpoints) {
            const bool refers = deliver == Deliver{&rights::refer_to};
            const auto answer = refers && row.kind != "request" ? "nothing" : wanted;
            EXPECT_EQ((this->*deliver)(reader, row, entry), answer)
                << row.text() << ", reader " << reader << ", endpoint: " << name;
        }
    }
}

void rights::report(const char* what) const {
    std::cout << what << ": " << rows_ << " rows\n";
    for (const auto* counts : {&outcomes_, &shares_})
        for (const auto& [name, count] : *counts) std::cout << "  " << name << ": " << count << '\n';
}

// Every row, while every reader listens on a stream: what is pushed to each is what their list holds afterwards, no more, no
// less.
void rights::run(const char* what, const Lists& lists, const std::function<bool(const Row&)>& chosen) {
    size_ = tree().first;
    const auto after = "?after=" + std::to_string(size_ - 1);
    std::map<std::string, PushedDeliveries> pushed;
    for (const auto& reader : readers) pushed.try_emplace(reader, StreamClient(gateway.port(), network.person(reader), after));
    for (const Row& row : all_rows()) {
        if (chosen(row)) check(row, lists);
        if (HasFatalFailure()) return;
    }
    for (auto& [reader, deliveries] : pushed) deliveries.end_with(size_);
    take("dmr.01", {network.information(network.officer())});   // to the network: the last that each of them gets
    using Got = std::vector<std::tuple<std::uint64_t, std::string, Delivered, crypto::Bytes>>;
    for (auto& [reader, deliveries] : pushed) {
        Got listed, live;
        const auto keep = [](Got& out, const wire::Delivery& one) {
            out.emplace_back(one.index, one.leaf, one.delivered, one.entry);
        };
        for (const auto& one : deliveries.take()) keep(live, one);
        auto part = page(client(reader), after);
        for (;; part = page(client(reader), "?after=" + std::to_string(part.next - 1))) {
            for (const auto& one : part.deliveries) keep(listed, one);
            if (!part.more) break;
        }
        EXPECT_EQ(live.size(), listed.size()) << reader;
        EXPECT_TRUE(live == listed) << reader << " got other things on the stream than the list holds";
        shares_["pushed"] += static_cast<unsigned>(live.size());
    }
    report(what);
}

TEST_F(rights, are_what_the_protocol_says_for_every_kind_author_and_circle) {
    run("default lists", {}, [](const Row&) { return true; });
    EXPECT_GT(rows_, 500u);
}

TEST_F(rights, are_narrowed_by_a_members_own_list_for_that_member_alone) {
    const auto pattern = [](const char* text) { return *CirclePattern::parse(text); };
    AccessList own{.side = ListSide::own, .member = *Member::parse("fr"), .rules = {}};
    own.rules.push_back(
        {.who = "focal-point",
         .write = {{"information", {pattern("network")}}, {"response", {pattern("network"), pattern("dmr"), pattern("state:*")}}},
         .read = {pattern("network")}});
    take("fr.01", {network.governing(network.person("fr.01"), AccessClaim{.list = own, .replaces = {}})});
    run("own list of fr", {.narrow_fr = true}, [](const Row& row) { return find_kind(row.kind)->written_by_people; });
}

}  // namespace
}  // namespace test
