import { abortFailure, Failure } from './failure';
import { optionProblems } from './validate-options';
import { InputError } from '../../manifests/problem';
import { DeadlineExceeded, Interrupted } from '../core/deadline';
import { inSession, Session, SessionOptions } from '../core/session';

/**
 * Runs a command in a session with a cluster.
 * @param work turns the errors of the cluster into a result, by `failureOf`
 * @param cutShort returns the result of an operation that ended before it had a session: on its
 * timeout or abort while a credential plugin ran
 * @throws InputError if an option is not valid; AccessError; any error that `work` throws
 */
export async function runOperation<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
  cutShort: (failure: Failure) => T,
): Promise<T> {
  const problems = optionProblems(options);
  if (problems.length > 0) throw new InputError(problems);
  try {
    return await inSession(options, work);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded || error instanceof Interrupted)) throw error;
    return cutShort(abortFailure(error));
  }
}
