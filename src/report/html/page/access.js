// Who reaches what: the searches of src/report/access.cpp and src/report/search.cpp, which give the
// same answers in the same order. A state is a node, and whether a machine account was become on
// the way to it.

const HAS = 0, REQUEST = 1, BECOME = 2;
const HOW_TEXTS = ['has', 'can request', 'can become'];

/** From a principal to all that it reaches, by the shortest paths. */
class ForwardSearch {
  constructor(estate) {
    this.estate = estate;
    this.seen = new Uint32Array(estate.nodeCount * 2);
    this.parents = new Uint32Array(estate.nodeCount * 2);
    this.touched = new Uint32Array(estate.scaleTargets.length);
    this.bestGrants = new Int32Array(estate.scaleTargets.length * 3);
    this.bestStates = new Uint32Array(estate.scaleTargets.length * 3);
    this.round = 0;
  }

  /** For each scale of levels and way the highest, without what a nearer way gives as well. */
  rows(principal, keep = () => true) {
    this.search(principal);
    const {estate} = this;
    const rows = [];
    for (const scale of this.scales.sort((a, b) => a - b)) {
      const target = estate.scaleTargets[scale];
      if (!keep(target)) continue;
      let levelHad = -1;
      for (let how = 0; how < 3; ++how) {
        const grant = this.bestGrants[scale * 3 + how];
        if (grant < 0) continue;
        const right = estate.rightOf(grant);
        if (right.level <= levelHad) continue;
        levelHad = right.level;
        const path = this.pathTo(this.bestStates[scale * 3 + how], principal);
        rows.push({principal, target, right, how, path});
      }
    }
    return rows;
  }

  search(principal) {
    ++this.round;
    this.scales = [];
    this.queue = [principal * 2];
    this.seen[principal * 2] = this.round;
    for (let place = 0; place < this.queue.length; ++place) {
      const state = this.queue[place];
      this.lookAtGrants(state);
      for (const step of this.estate.stepsFrom(state >> 1)) {
        const next = (step & ~1) | (step & 1) | (state & 1);
        if (this.seen[next] === this.round) continue;
        this.seen[next] = this.round;
        this.parents[next] = state;
        this.queue.push(next);
      }
    }
  }

  lookAtGrants(state) {
    const {estate, bestGrants} = this;
    const node = state >> 1;
    for (let grant = estate.grantStarts[node]; grant < estate.grantStarts[node + 1]; ++grant) {
      const scale = estate.grantScales[grant];
      if (this.touched[scale] !== this.round) {
        this.touched[scale] = this.round;
        this.scales.push(scale);
        bestGrants.fill(-1, scale * 3, scale * 3 + 3);
      }
      const right = estate.rightOf(grant);
      const how = (state & 1) === 1 ? BECOME : right.request ? REQUEST : HAS;
      const best = bestGrants[scale * 3 + how];
      if (best < 0 || estate.rightOf(best).level < right.level) {
        bestGrants[scale * 3 + how] = grant;
        this.bestStates[scale * 3 + how] = state;
      }
    }
  }

  pathTo(state, principal) {
    const path = [];
    for (; state !== principal * 2; state = this.parents[state]) path.push(state >> 1);
    return path.reverse();
  }
}

/** Whether a right gives what is asked for: that level, or one that includes it. */
function gives(right, asked) {
  const isBetween = (level, low, high) => low <= level && level <= high;
  if (asked.level === ROLE) {
    const bare = (role) => role.replace(/^roles\//, '');
    return right.level === ROLE && bare(right.role) === bare(asked.role);
  }
  if (isBetween(asked.level, LIST, MUTATE)) return isBetween(right.level, asked.level, MUTATE);
  if (isBetween(asked.level, PULL, PUSH)) return isBetween(right.level, asked.level, PUSH);
  return right.level === asked.level;
}

/** From the grants on a target back to everybody who reaches it at a level, in the nearest way. */
function whoCan(estate, asked, target) {
  const grants = [...estate.grantsOn(target)].filter((grant) => gives(estate.rightOf(grant), asked));
  const fits = (grant, how) =>
    how === BECOME || (estate.rightOf(grant).request ? REQUEST : HAS) === how;
  const reaches = [HAS, REQUEST, BECOME].map((how) =>
    distancesTo(estate, grants.filter((grant) => fits(grant, how)), how === BECOME));
  const principals = new Set();
  for (const distances of reaches) {
    for (const state of distances.keys()) {
      if ((state & 1) === 0 && !estate.isGroup(state >> 1)) principals.add(state >> 1);
    }
  }
  return [...principals].sort((a, b) => a - b).map((principal) => {
    const how = reaches.findIndex((distances) => distances.has(principal * 2));
    const path = nearestPath(estate, principal, reaches[how], how === BECOME);
    const end = path.at(-1) ?? principal;
    const grant = grants.find((each) => estate.grantMembers[each] === end && fits(each, how));
    return {principal, target, right: estate.rightOf(grant), how, path};
  });
}

/** How far each state is from the grants. */
function distancesTo(estate, grants, becomes) {
  const distances = new Map();
  const queue = [];
  const visit = (state, distance) => {
    if (distances.has(state)) return;
    distances.set(state, distance);
    queue.push(state);
  };
  for (const grant of grants) visit(estate.grantMembers[grant] * 2 + (becomes ? 1 : 0), 0);
  for (let place = 0; place < queue.length; ++place) {
    const state = queue[place];
    const distance = distances.get(state) + 1;
    for (const step of estate.stepsTo(state >> 1)) {
      const isBecoming = step & 1;
      if (isBecoming && !becomes) continue;
      // Before the step an account was become already, or one is become by this very step.
      if (state & 1) visit(step | 1, distance);
      if ((state & 1) === isBecoming) visit(step & ~1, distance);
    }
  }
  return distances;
}

function nearestPath(estate, principal, distances, becomes) {
  const path = [];
  let state = principal * 2;
  for (let left = distances.get(state); left > 0; --left) {
    for (const step of estate.stepsFrom(state >> 1)) {
      if ((step & 1) && !becomes) continue;
      const next = step | (state & 1);
      if (distances.get(next) !== left - 1) continue;
      state = next;
      path.push(next >> 1);
      break;
    }
  }
  return path;
}

/** Every node from which one of these is reached, itself included. */
function nodesBefore(estate, nodes) {
  const seen = new Set(nodes);
  const queue = [...seen];
  for (let place = 0; place < queue.length; ++place) {
    for (const step of estate.stepsTo(queue[place])) {
      if (seen.has(step >> 1)) continue;
      seen.add(step >> 1);
      queue.push(step >> 1);
    }
  }
  return seen;
}

/** What principals of the given kinds reach among some targets; by principal, then target. */
function accessTo(estate, targets, isWanted) {
  const members = new Set();
  for (const target of targets) {
    for (const grant of estate.grantsOn(target)) members.add(estate.grantMembers[grant]);
  }
  const wanted = new Set(targets);
  const principals = [...nodesBefore(estate, members)].filter(isWanted).sort((a, b) => a - b);
  const search = new ForwardSearch(estate);
  return principals.flatMap((node) => search.rows(node, (target) => wanted.has(target)));
}

/** The levels that can be asked of a target, the lowest first. */
function levelsOn(estate, target) {
  const asked = new Map();
  const add = (level, text, role) => asked.set(`${level} ${role}`, {level, text, role});
  for (const grant of estate.grantsOn(target)) {
    const {level, text, role} = estate.rightOf(grant);
    if (level <= MUTATE) {
      ['list', 'read', 'append', 'mutate'].slice(0, level + 1).forEach((name, low) => add(low, name, ''));
    } else if (level <= PUSH) {
      ['pull', 'push'].slice(0, level - PULL + 1).forEach((name, low) => add(PULL + low, name, ''));
    } else {
      add(level, text, level === ROLE ? role : '');
    }
  }
  return [...asked.values()].sort((a, b) => a.level - b.level || (a.role < b.role ? -1 : 1));
}
